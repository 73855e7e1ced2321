"""Every command by name; a command's module is small and imports what is heavy only when it runs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import typer

from exoburn.cli import BANNER

if TYPE_CHECKING:
    from collections.abc import Callable

#: command name -> module and function, in the order of `exoburn --help`.
COMMANDS = {
    "simulate": "exoburn.cli.simulate:simulate",
    "rerun": "exoburn.cli.rerun:rerun",
    "burn": "exoburn.cli.burn:burn",
    "product": "exoburn.cli.product:product",
    "export": "exoburn.cli.export:export",
    "init": "exoburn.cli.init:init",
    "doctor": "exoburn.cli.doctor:doctor",
    "cite": "exoburn.cli.cite:cite",
}

HELP = f"""How will this skin burn heal, and what would exosomes have to do to change that?

{BANNER}"""


def build() -> Callable[..., object]:
    """The typer application as a callable command."""
    app = typer.Typer(
        help=HELP, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    for name, where in COMMANDS.items():
        module, function = where.split(":")
        app.command(name)(getattr(import_module(module), function))
    return typer.main.get_command(app)


def _root(
    version: bool = typer.Option(
        False, "--version", help="Print the version and exit.", is_eager=True
    ),
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(installed("exoburn"))
        raise typer.Exit
