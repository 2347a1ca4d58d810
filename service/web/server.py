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
from gunicorn.glogging import Logger
from gunicorn.http import errors as http_errors
from gunicorn.workers.sync import SyncWorker

from service.errors import AddressError, TokenError
from service.reference.catalogue import Editions
from service.settings import Settings
from service.store import Actor, Store, TokenRole
from service.suggesting import Suggester
from service.web import create_app, pages
from service.web.access.guard import may_be_open
from service.web.access.identity import DEVELOPER
from service.web.access.loopback import is_loopback
from service.web.log_format import JsonFormatter
from service.web.metric_files import MetricFiles
from service.web.problems import PROBLEM_JSON, generic, places
from service.web.reloading import Reloader, open_live

log = logging.getLogger("scribe_assist.server")

CONSOLE = Actor(name="console", address="console")
HOW_TO_CLOSE = "make one with: scribe-assist tokens create --role scribe --name NAME"
_OBJECTS_TO_A_COLLECTION = 10_000
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


class JsonLogger(Logger):  # type: ignore[misc]
    """gunicorn's own log, as JSON."""

    def setup(self, cfg: Any) -> None:
        """Make the log as gunicorn does, and then write it as ours is written."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, told by our settings alone: it reads no file and no variable of its own."""

    def __init__(
        self, settings: Settings, suggester: Suggester, store: Store, reloader: Reloader | None = None
    ) -> None:
        self.settings = settings
        self.suggester = suggester
        self.store = store
        self.reloader = reloader
        self.metric_files = MetricFiles()
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
            "logger_class": JsonLogger if self.settings.log_format == "json" else Logger,
            "proc_name": "scribe-assist",
            "when_ready": self.announce,
            "pre_fork": self.metric_files.before_fork,
            "post_fork": self.metric_files.after_fork,
            "post_worker_init": self.begin,
            "child_exit": self.metric_files.child_exit,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until stopped, and leave nothing behind."""
        try:
            super().run()
        finally:
            self.metric_files.close()

    def load(self) -> Flask:
        """Return the application; called once, before the workers are forked."""
        self.metric_files.open()
        app = create_app(self.settings, self.suggester, self.store, self.reloader)
        self.suggester.warm()
        pages.warm(app)
        # What is loaded now stays: kept out of the collector's reach, its pages remain shared.
        gc.collect()
        gc.freeze()
        # A request makes thousands of objects and leaves no cycles to speak of: looking for them after every
        # seven hundred, as Python does, is a thirtieth of its cost.
        gc.set_threshold(_OBJECTS_TO_A_COLLECTION)
        return app

    def begin(self, worker: Any) -> None:
        """Begin the life of a worker: say which model it has, and follow what is promoted."""
        worker.wsgi.extensions["metrics"].serves(self.suggester.model.version)
        if self.reloader:
            self.reloader.start()

    def announce(self, arbiter: Any) -> None:
        """Say who may ask, where the server listens, and which model answers: once, and in this order.

        So whoever waits for the line about the address has all that the server has to say.
        """
        host, port = arbiter.LISTENERS[0].getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        if may_be_open(self.settings) and not self.store.tokens.exist():
            link = self.store.sessions.make_link(DEVELOPER, TokenRole.REVIEWER, CONSOLE)
            log.warning("no token exists yet: any program on this machine may call the API; %s", HOW_TO_CLOSE)
            log.info("to read the pages, open once: http://%s:%d/sign-in?link=%s", shown, port, link)
        log.info(
            "serving on http://%s:%d with model %s, %d workers",
            shown,
            port,
            self.suggester.model.version,
            self.settings.workers,
        )
        # The workers, which are forked next, open connections of their own.
        self.store.close()


def serve(settings: Settings) -> None:
    """Serve until interrupted.

    Raises ModelError or AddressError if there is nothing to serve with or on, StoreError for a store that
    cannot be used, and TokenError where others can reach the server and none has a token.
    """
    configure_logging(settings.log_level, settings.log_format)
    model, live = open_live(settings.models)
    suggester = Suggester(model, Editions.load())
    require_free(settings.host, settings.port)
    store = Store.open(settings)
    store.prepare()
    require_tokens(settings, store)
    Server(settings, suggester, store, Reloader(settings.models, suggester, live)).run()


def require_tokens(settings: Settings, store: Store) -> None:
    """Raise TokenError if other machines can reach the server and it has no token to tell them apart."""
    if may_be_open(settings) or store.tokens.exist():
        return
    reached = f"listening on {settings.host}" if not is_loopback(settings.host) else "behind a proxy"
    raise TokenError(
        f"{reached}, the server can be reached from other machines, and no token exists to say who may ask. "
        f"{HOW_TO_CLOSE[0].upper()}{HOW_TO_CLOSE[1:]}; then start again. Or listen on 127.0.0.1."
    )


def require_free(host: str, port: int) -> None:
    """Raise AddressError if nothing can listen there; gunicorn would try, and complain, five times over."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server(address[:2], family=family).close()
    except OSError as error:
        raise AddressError(f"cannot listen on {host}, port {port}: {error.strerror}") from None


def configure_logging(level: str, form: str = "line") -> None:
    """Send our log lines to standard error, one line each, or one JSON object each."""
    # What neither form shows need not be found out for each line.
    logging.logThreads = logging.logMultiprocessing = False
    logging._srcfile = None
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
                "json": {"()": JsonFormatter},
            },
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": form, "stream": sys.stderr}
            },
            "loggers": {
                "scribe_assist": {"handlers": ["stderr"], "level": level.upper(), "propagate": False}
            },
        }
    )
