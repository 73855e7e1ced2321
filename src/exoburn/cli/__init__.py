"""The command line: `exoburn NOUN ...`; stdout is results only."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 wrong input, 1 our fault."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a letter that a terminal lacks is no failure
    from exoburn.cli.progress import watched

    with watched():
        code = run(sys.argv[1:] if arguments is None else arguments)
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run the command line and return the exit code; errors become one line on stderr."""
    import typer

    from exoburn.cli.app import build
    from exoburn.errors import ExoburnError

    debug = "--debug" in arguments
    arguments = [word for word in arguments if word != "--debug"]
    try:
        code = build(arguments)(arguments, standalone_mode=False, prog_name="exoburn")
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return _say("stopped", 130)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except ExoburnError as error:
        if debug:
            raise
        return _say(str(error), error.exit_code)
    except Exception as error:
        usage = getattr(error, "format_message", None)  # typer's own complaint about an option
        if usage is not None:
            context = getattr(error, "ctx", None)
            return _say(usage() + (f" (see: {context.command_path} --help)" if context else ""), 2)
        if debug:
            raise
        kind = type(error).__name__
        return _say(f"internal error, our fault: {kind}: {error} (--debug shows where)", 1)
    return code if isinstance(code, int) else 0


def _say(text: str, code: int) -> int:
    print(f"exoburn: {' '.join(text.split())}", file=sys.stderr)
    return code
