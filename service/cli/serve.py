"""`scribe-assist serve`: the API over HTTP."""

from __future__ import annotations

import click

from service.errors import ScribeAssistError, SettingsError
from service.settings import Settings


@click.command(epilog="Example: SCRIBE_ASSIST_MODELS=models scribe-assist serve --port 9000 --workers 2")
@click.option("--host", help="Address to listen on; stands before SCRIBE_ASSIST_HOST.")
@click.option("--port", help="Port to listen on; stands before SCRIBE_ASSIST_PORT.")
@click.option("--workers", help="Worker processes; stands before SCRIBE_ASSIST_WORKERS.")
def serve(host: str | None, port: str | None, workers: str | None) -> None:
    """Serve the API until interrupted.

    The live model is verified and loaded first, and the store is made or migrated; a model that is missing
    or altered, or a store that cannot be used, stops the start.
    """
    from service.web.server import serve as serve_until_stopped

    try:
        serve_until_stopped(Settings.from_environment(host=host, port=port, workers=workers))
    except SettingsError as error:
        raise click.UsageError(str(error)) from None
    except ScribeAssistError as error:
        raise click.ClickException(str(error)) from None
