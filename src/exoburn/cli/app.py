"""Every command by name; a module imports what is heavy only when its command runs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import typer

from exoburn.banner import BANNER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: command name -> module and function, in the order of `exoburn --help`.
COMMANDS = {
    "simulate": "exoburn.cli.simulate:simulate",
    "rerun": "exoburn.cli.rerun:rerun",
    "burn": "exoburn.cli.burn:burn",
    "product": "exoburn.cli.product:product",
    "evidence": "exoburn.cli.evidence:evidence",
    "claims": "exoburn.cli.claims:claims",
    "story": "exoburn.cli.story:story",
    "ask": "exoburn.cli.ask:ask",
    "access": "exoburn.cli.access:access",
    "eligible": "exoburn.cli.eligible:eligible",
    "calibrate": "exoburn.cli.calibrate:calibrate",
    "validate": "exoburn.cli.validate:validate",
    "export": "exoburn.cli.export:export",
    "init": "exoburn.cli.init:init",
    "doctor": "exoburn.cli.doctor:doctor",
    "cite": "exoburn.cli.cite:cite",
}

HELP = f"""How will this skin burn heal, and what would exosomes have to do to change that?

{BANNER}"""


def build(arguments: Sequence[str]) -> Callable[..., object]:
    """The typer application; of the commands only the one that is asked for is imported."""
    app = typer.Typer(
        help=HELP, add_completion=False, rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_root)
    asked = next((word for word in arguments if not word.startswith("-")), "")
    wanted = {asked: COMMANDS[asked]} if asked in COMMANDS else COMMANDS
    for name, where in wanted.items():
        module, function = where.split(":")
        app.command(name)(getattr(import_module(module), function))
    return typer.main.get_command(app)


def _root(
    context: typer.Context,
    version: bool = typer.Option(
        False, "--version", help="Print the version and exit.", is_eager=True
    ),
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(installed("exoburn"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit
