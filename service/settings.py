"""Every setting, its default and its help; the one reader of the environment.

Each field of `Settings` is a setting: `models` is read from `SCRIBE_ASSIST_MODELS`. The README's table
is `rows()`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo

from service.errors import SettingsError

PREFIX = "SCRIBE_ASSIST_"


def cores() -> int:
    """Return how many processor cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class Settings(BaseModel):
    """What the operator decides. Immutable, read once at start."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    models: Path = Field(
        default=Path("models"),
        description="Folder of the trained models; the live one is the last that its promotions.jsonl names.",
        json_schema_extra={"allowed": "the path of a folder"},
    )
    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="Address to listen on. The default answers this machine alone.",
        json_schema_extra={"allowed": "an IP address or a host name"},
    )
    port: int = Field(
        default=8000,
        ge=0,
        le=65535,
        description="Port to listen on.",
        json_schema_extra={"allowed": "0 to 65535, where 0 takes any free port"},
    )
    workers: int = Field(
        default_factory=cores,
        ge=1,
        le=256,
        description="Worker processes.",
        json_schema_extra={"allowed": "1 to 256", "default": "one a core"},
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=10,
        description="Proxies before the server whose X-Forwarded-For and X-Forwarded-Proto are believed.",
        json_schema_extra={"allowed": "0 to 10, where 0 believes none"},
    )
    max_note_characters: int = Field(
        default=200_000,
        ge=1,
        le=5_000_000,
        description="Longest note accepted, in Unicode code points.",
        json_schema_extra={"allowed": "1 to 5000000"},
    )
    database_url: SecretStr | None = Field(
        default=None,
        min_length=1,
        description="Database of what is stored. What it names is made at the first start.",
        json_schema_extra={
            "allowed": "sqlite:///file, or postgresql://user:password@host/database",
            "default": "scribe-assist.db beside the models",
        },
    )
    keys: SecretStr | None = Field(
        default=None,
        min_length=1,
        description="Keys that seal what is stored, in the place of the key file; the first seals.",
        json_schema_extra={
            "allowed": "keys of 32 bytes in URL-safe base64, comma-separated",
            "default": "those of the key file",
        },
    )
    key_file: Path | None = Field(
        default=None,
        description="File of the keys, made at the first start, for its owner's eyes alone.",
        json_schema_extra={
            "allowed": "the path of a file",
            "default": "scribe-assist.keys beside the models",
        },
    )
    retention_days: int | None = Field(
        default=None,
        ge=1,
        le=36500,
        description="Days after which `scribe-assist purge` erases a stored note.",
        json_schema_extra={"allowed": "1 to 36500", "default": "none: kept until erased"},
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="Least severe message to log. No level logs a word of a note.",
        json_schema_extra={"allowed": "debug, info, warning or error"},
    )
    log_format: Literal["line", "json"] = Field(
        default="line",
        description="How a log line is written: for a person to read, or as one JSON object.",
        json_schema_extra={"allowed": "line or json"},
    )
    metrics: Literal["maintainer", "loopback"] = Field(
        default="maintainer",
        description="Who may read /metrics: maintainers, or beside them whoever asks from this machine.",
        json_schema_extra={"allowed": "maintainer or loopback"},
    )

    @property
    def database(self) -> str:
        """Return the URL of the database; it may hold a password."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self._beside_the_models('scribe-assist.db')}"

    @property
    def key_path(self) -> Path:
        """Return the file of the keys, for where the environment gives none."""
        return self.key_file or self._beside_the_models("scribe-assist.keys")

    def _beside_the_models(self, name: str) -> Path:
        return self.models.absolute().parent / name

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, **options: str | None) -> Settings:
        """Read the settings; raise SettingsError, with every fault at once, if a name or a value is wrong.

        An option, named as its field, stands before the environment unless it is None.
        """
        given = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
        given |= {variable(field): value for field, value in options.items() if value is not None}
        known = {variable(field): field for field in cls.model_fields}
        faults = [
            f"{name} is no setting; the settings are {', '.join(known)}"
            for name in given
            if name not in known
        ]
        values = {known[name]: value.strip() for name, value in given.items() if name in known}
        try:
            settings = cls.model_validate(values)
        except ValidationError as error:
            # The value itself is not repeated: a setting may be a secret.
            for fault in error.errors(include_input=False, include_url=False, include_context=False):
                field = str(fault["loc"][0])
                faults.append(
                    f"{variable(field)}: {fault['msg']}; allowed: {allowed(cls.model_fields[field])}"
                )
        if faults:
            raise SettingsError(faults)
        return settings


def hand_over(name: str, value: str) -> None:
    """Set a variable of the environment for a library that takes what it must know from there alone."""
    os.environ[name] = value


class Row(NamedTuple):
    """One line of the table of settings."""

    name: str
    default: str
    allowed: str
    help: str


def rows() -> list[Row]:
    """Return the table of settings, in the order in which they are declared."""
    return [
        Row(variable(name), default(field), allowed(field), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def variable(field: str) -> str:
    """Return the environment variable of a field."""
    return PREFIX + field.upper()


def default(field: FieldInfo) -> str:
    """Return the default in words: that of the documentation where it is computed."""
    return _noted(field, "default") or str(field.default)


def allowed(field: FieldInfo) -> str:
    """Return in words what values a field takes."""
    return _noted(field, "allowed")


def _noted(field: FieldInfo, key: str) -> str:
    extra = field.json_schema_extra
    return str(extra.get(key, "")) if isinstance(extra, dict) else ""
