"""The command line: `exoburn NOUN ...`; stdout is results only."""

from __future__ import annotations

import errno
import sys

#: Failures of the machine, neither of the input nor of ours: no room, no memory, a broken disk.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EMFILE)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 wrong input, 1 our fault, 128 + n at signal n."""
    from exoburn.cli.progress import watched
    from exoburn.cli.stopping import end_listening, listen
    from exoburn.cli.streams import outlive_readers

    outlive_readers()
    listen()
    with watched():
        code = run(sys.argv[1:] if arguments is None else arguments)
    code = _said(code)
    end_listening()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run the command line and return the exit code; errors become one line on stderr."""
    from exoburn.cli.stopping import asked_to_stop

    debug = "--debug" in arguments
    arguments = [word for word in arguments if word != "--debug"]
    try:
        code = _run(arguments, debug)
    except KeyboardInterrupt:
        code = 130
    except BaseException:
        if asked_to_stop() is None:
            raise
        code = 130  # what a signal strikes may come out as an error of its own
    if code in (0, 2):
        return code
    stopped = asked_to_stop() or (130 if code == 130 else None)
    if stopped is None:
        return code
    from exoburn.files import remove_open_drafts

    remove_open_drafts()
    return _say("stopped", stopped)


def _run(arguments: list[str], debug: bool) -> int:
    import typer

    from exoburn.cli.app import build
    from exoburn.cli.stopping import asked_to_stop
    from exoburn.errors import ExoburnError, InputError

    for before, word in zip([None, *arguments], arguments, strict=False):
        option, equals, value = word.partition("=")
        if not word or (option.startswith("--") and equals and not value):
            named = option if word else before
            return _say(f"{named or 'argument'}: is empty (allowed: at least one letter)", 2)
    try:
        code = build(arguments)(arguments, standalone_mode=False, prog_name="exoburn")
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        return 130
    except ExoburnError as error:
        if debug:
            raise
        for line in error.lines if isinstance(error, InputError) else [str(error)]:
            _say(line, error.exit_code)
        return error.exit_code
    except MemoryError:
        if debug:
            raise
        return _say("not enough memory; fewer --draws or --days need less", 1)
    except Exception as error:
        if asked_to_stop() is not None:
            return 130
        usage = getattr(error, "format_message", None)  # typer's own complaint about an option
        if usage is not None:
            context = getattr(error, "ctx", None)
            return _say(usage() + (f" (see: {context.command_path} --help)" if context else ""), 2)
        if debug:
            raise
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return _say(f"cannot go on: {error.strerror}", 1)
        kind = type(error).__name__
        return _say(f"internal error, our fault: {kind}: {error} (--debug shows where)", 1)
    return code if isinstance(code, int) else 0


def _said(code: int) -> int:
    """Bring what was said to its reader; a full disk under stdout is found here at the latest."""
    from exoburn.cli.streams import to_nowhere

    try:
        sys.stdout.flush()
    except (OSError, KeyboardInterrupt) as error:
        to_nowhere(sys.stdout.fileno())
        sys.stdout.flush()
        return _say(f"cannot write the output: {getattr(error, 'strerror', 'stopped')}", code or 1)
    return code


def _say(text: str, code: int) -> int:
    from exoburn.letters import cleaned

    print(f"exoburn: {cleaned(' '.join(text.split()))}", file=sys.stderr)
    return code
