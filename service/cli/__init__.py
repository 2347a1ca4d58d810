"""The maintainer's command, `scribe-assist`.

A subcommand's module is imported only when that subcommand is called: `serve` and `--help` never pay
for scikit-learn, and a part that cannot be imported leaves the others working.
"""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

import click

from service import __version__


class Subcommand(NamedTuple):
    """Where a subcommand lives, and the line about it in the list of commands."""

    module: str
    attribute: str
    summary: str


SUBCOMMANDS: dict[str, Subcommand] = {
    "serve": Subcommand("service.cli.serve", "serve", "Serve the API over HTTP."),
    "train": Subcommand("service.cli.training", "train", "Train a model on the annotated snippets."),
    "evaluate": Subcommand("service.cli.evaluating", "evaluate", "Score a model on labelled notes."),
    "compare": Subcommand("service.cli.comparing", "compare", "Hold a model against the live one."),
    "promote": Subcommand("service.cli.promoting", "promote", "Make a trained model the live one."),
    "rollback": Subcommand("service.cli.promoting", "rollback", "Go back to the model live before."),
    "drift": Subcommand("service.cli.drift", "drift", "Say how the notes of late differ from those before."),
    "models": Subcommand("service.cli.models", "models", "Look at the trained models and verify them."),
    "snippets": Subcommand("service.cli.snippets", "snippets", "Check the annotated snippets."),
    "tokens": Subcommand("service.cli.tokens", "tokens", "Make, list and revoke tokens."),
    "store": Subcommand("service.cli.store", "store", "Make, migrate and check the database."),
    "decisions": Subcommand("service.cli.store", "decisions", "Export what reviewers decided."),
    "purge": Subcommand("service.cli.store", "purge", "Erase the notes that are past their days."),
    "keys": Subcommand("service.cli.store", "keys", "Change the key that seals what is stored."),
    "audit": Subcommand("service.cli.audit", "audit", "Read the audit trail and verify it."),
    "reference": Subcommand("service.cli.reference", "reference", "Check and compile the code reference."),
}


class LazyGroup(click.Group):
    """A group whose subcommands are listed without being imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of `SUBCOMMANDS`."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one subcommand; UsageError if something that it needs is not installed."""
        subcommand = SUBCOMMANDS.get(cmd_name)
        if subcommand is None:
            return None
        try:
            command = getattr(import_module(subcommand.module), subcommand.attribute)
        except ModuleNotFoundError as error:
            raise click.UsageError(
                f"{cmd_name} is not available: the module {error.name} is not installed", ctx
            ) from None
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, subcommand.summary) for name, subcommand in SUBCOMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: scribe-assist serve --port 9000",
)
@click.version_option(__version__, prog_name="scribe-assist")
def main() -> None:
    """Suggest ICD-10-CM codes for a clinic note, and keep the models that do so.

    Settings are read from the environment; their names begin with SCRIBE_ASSIST_.
    Exit status: 0 for success, 1 for a finding or a failure, 2 for a wrong call.
    """
