"""Everything that can go wrong, as one tree.

    ExoburnError
    |-- InputError    the user's file, option or value is wrong      exit code 2
    `-- EngineError   our fault: a system that does not compile,
                      a lane that could not be integrated             exit code 1
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from exoburn.letters import cleaned


class ExoburnError(Exception):
    """Root of all errors that exoburn raises on purpose."""

    exit_code = 1


class InputError(ExoburnError):
    """Wrong input, told in one line: where, what was given, what is allowed.

    >>> print(InputError("no such site", file="case.toml", key="burn.wounds[0].site",
    ...                  given="hnad", allowed=["hand_dorsum", "palm"]))
    case.toml: burn.wounds[0].site: no such site (given 'hnad'; allowed: hand_dorsum, palm)
    >>> print(InputError("unknown key", key="bur", given="bur", allowed=["burn", "arms"]))
    bur: unknown key (given 'bur'; allowed: burn, arms; nearest: burn)
    """

    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        key: str | None = None,
        given: object = None,
        allowed: Iterable[str] | str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.key = key
        self.given = given
        self.allowed = allowed if isinstance(allowed, str) or allowed is None else list(allowed)
        #: what else is wrong with the same input
        self.also: tuple[InputError, ...] = ()

    @property
    def nearest(self) -> str | None:
        """The allowed word that is closest to what was given, if any is close."""
        if not isinstance(self.allowed, list) or not isinstance(self.given, str):
            return None
        close = get_close_matches(self.given, self.allowed, n=1, cutoff=0.6)
        return close[0] if close else None

    @property
    def lines(self) -> list[str]:
        """One line for each mistake.

        >>> error = InputError("is missing", key="burn")
        >>> error.also = (InputError("is missing", key="arms"),)
        >>> error.lines, str(error)
        (['burn: is missing', 'arms: is missing'], 'burn: is missing [first of 2 problems]')
        """
        return [self._line(), *(line for other in self.also for line in other.lines)]

    def __str__(self) -> str:
        return self._line(f" [first of {1 + len(self.also)} problems]" if self.also else "")

    def _line(self, more: str = "") -> str:
        where = ": ".join(part for part in (self.file, self.key) if part)
        notes: list[str] = []
        if self.given is not None:
            notes.append(f"given {_short(self.given)}")
        if self.allowed:
            allowed = self.allowed if isinstance(self.allowed, str) else ", ".join(self.allowed)
            notes.append(f"allowed: {allowed}")
        if self.nearest:
            notes.append(f"nearest: {self.nearest}")
        text = (f"{where}: {self.message}" if where else self.message) + more
        return cleaned(" ".join((f"{text} ({'; '.join(notes)})" if notes else text).split()))


class EngineError(ExoburnError):
    """The engine could not do what it promises: our fault, never the user's.

    >>> EngineError("lane 3 did not converge").exit_code
    1
    """


def _short(value: object, limit: int = 80) -> str:
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 3] + "..."
