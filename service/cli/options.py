"""Options and endings that several subcommands share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from service.classifier.card import VERSION_FORM
from service.errors import ScribeAssistError, SettingsError
from service.settings import Settings

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
MODELS = click.option(
    "--models",
    type=click.Path(file_okay=False),
    help="Folder of the models; stands before SCRIBE_ASSIST_MODELS.",
)
SNIPPETS = click.option(
    "--snippets",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default="training_data/snippets",
    show_default=True,
    help="Folder of the annotated snippets.",
)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what the program foresees into a message and an exit status: 2 for settings, 1 for the rest."""
    try:
        yield
    except SettingsError as error:
        raise click.UsageError(str(error)) from None
    except ScribeAssistError as error:
        raise click.ClickException(str(error)) from None


def models_folder(option: str | None) -> Path:
    """Return the folder of the models that the option or the environment names."""
    return Settings.from_environment(models=option).models


def version_name(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return the name of a version as it is; BadParameter if no folder could bear it."""
    if value is not None and not re.match(VERSION_FORM, value):
        raise click.BadParameter(
            "letters, digits, dots, dashes and underscores, beginning with one of the first two"
        )
    return value
