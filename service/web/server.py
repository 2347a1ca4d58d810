"""The application on gunicorn: loaded once, then shared by its workers."""

from __future__ import annotations

import gc
import logging
import logging.config
import socket
import sys
from http import HTTPStatus
from typing import Any

from flask import Flask
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.http import errors as http_errors
from gunicorn.workers.sync import SyncWorker

from service.classifier.artifact import load_live
from service.errors import AddressError
from service.reference.catalogue import Editions
from service.settings import Settings
from service.store import Store
from service.suggesting import Suggester
from service.web import create_app
from service.web.problems import PROBLEM_JSON, generic, places

log = logging.getLogger("scribe_assist.server")

REFUSALS: dict[type[Exception], int] = {
    http_errors.LimitRequestLine: 414,
    http_errors.LimitRequestHeaders: 431,
    http_errors.ExpectationFailed: 417,
    http_errors.UnsupportedTransferCoding: 501,
}


class QuietWorker(SyncWorker):  # type: ignore[misc]
    """A sync worker that repeats nothing of a request that it cannot parse.

    gunicorn's own quotes the offending bytes in its log and in its answer; where a body runs on into what
    looks like the next request, these are words of a note.
    """

    def handle_error(self, req: object, client: Any, addr: object, exc: BaseException) -> None:
        """Answer a request that never reached the application, and log what kind of error it was."""
        if isinstance(exc, http_errors.ParseException):
            status = HTTPStatus(REFUSALS.get(type(exc), 400))
            log.warning("refused a malformed request: %s", type(exc).__name__)
        else:
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            log.error("a request failed outside the application: %s", " <- ".join(places(exc)))
        body = generic(status).model_dump_json(exclude_none=True)
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
            f"Content-Type: {PROBLEM_JSON}\r\nContent-Length: {len(body.encode())}\r\n\r\n"
        )
        try:
            util.write_nonblock(client, (head + body).encode())
        except OSError:
            log.debug("the caller left before the answer")


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, told by our settings alone: it reads no file and no variable of its own."""

    def __init__(self, settings: Settings, suggester: Suggester) -> None:
        self.settings = settings
        self.suggester = suggester
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        chosen = {
            "bind": f"{host}:{self.settings.port}",
            "workers": self.settings.workers,
            "worker_class": QuietWorker,
            "preload_app": True,
            # A second server would take over the socket that the first listens on.
            "control_socket_disable": True,
            "limit_request_line": 2048,
            "limit_request_fields": 50,
            "limit_request_field_size": 8190,
            "timeout": 30,
            "graceful_timeout": 30,
            # Our own request log stands in the place of the access log.
            "accesslog": None,
            "loglevel": "warning",
            "proc_name": "scribe-assist",
            "when_ready": self.announce,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application; called once, before the workers are forked."""
        app = create_app(self.settings, self.suggester)
        self.suggester.warm()
        # What is loaded now stays: kept out of the collector's reach, its pages remain shared.
        gc.collect()
        gc.freeze()
        return app

    def announce(self, arbiter: Any) -> None:
        """Say where the server listens and which model answers."""
        host, port = arbiter.LISTENERS[0].getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        log.info(
            "serving on http://%s:%d with model %s, %d workers",
            shown,
            port,
            self.suggester.model.version,
            self.settings.workers,
        )


def serve(settings: Settings) -> None:
    """Serve until interrupted; raise ModelError, AddressError or StoreError if there is nothing to serve
    with, on or into.
    """
    configure_logging(settings.log_level)
    suggester = Suggester(load_live(settings.models), Editions.load())
    require_free(settings.host, settings.port)
    # Once, here: the workers find the tables and the keys made, and open connections of their own.
    Store.open(settings).prepare()
    Server(settings, suggester).run()


def require_free(host: str, port: int) -> None:
    """Raise AddressError if nothing can listen there; gunicorn would try, and complain, five times over."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server(address[:2], family=family).close()
    except OSError as error:
        raise AddressError(f"cannot listen on {host}, port {port}: {error.strerror}") from None


def configure_logging(level: str) -> None:
    """Send our log lines to standard error, one line each."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}
            },
            "loggers": {
                "scribe_assist": {"handlers": ["stderr"], "level": level.upper(), "propagate": False}
            },
        }
    )
