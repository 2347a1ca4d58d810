"""What the environment may say, and what it is told when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import SettingsError
from service.settings import Settings, cores, rows


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_environment({})
    assert (settings.models, settings.host, settings.port) == (Path("models"), "127.0.0.1", 8000)
    assert (settings.workers, settings.max_note_characters) == (cores(), 200_000)


def test_settings_are_read_by_their_prefix_and_other_names_left_alone() -> None:
    settings = Settings.from_environment({"SCRIBE_ASSIST_PORT": " 9000 ", "PORT": "1", "SCRIBE": "x"})
    assert settings.port == 9000


def test_an_option_stands_before_the_environment() -> None:
    settings = Settings.from_environment({"SCRIBE_ASSIST_PORT": "9000"}, port="9001", host=None)
    assert (settings.port, settings.host) == (9001, "127.0.0.1")


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("PORT", "eighty", "0 to 65535"),
        ("PORT", "65536", "0 to 65535"),
        ("PORT", "", "0 to 65535"),
        ("WORKERS", "0", "1 to 256"),
        ("WORKERS", "1.5", "1 to 256"),
        ("MAX_NOTE_CHARACTERS", "-1", "1 to 5000000"),
        ("HOST", "", "an IP address"),
        ("LOG_LEVEL", "loud", "debug, info, warning or error"),
    ],
)
def test_a_bad_value_is_told_the_setting_and_what_is_allowed(name: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({f"SCRIBE_ASSIST_{name}": value})
    assert len(raised.value.faults) == 1
    assert raised.value.faults[0].startswith(f"SCRIBE_ASSIST_{name}: ")
    assert allowed in raised.value.faults[0]


def test_a_value_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"SCRIBE_ASSIST_PORT": "hunter2"})
    assert "hunter2" not in str(raised.value)


def test_every_fault_is_named_at_once_unknown_names_too() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment(
            {"SCRIBE_ASSIST_PROT": "1", "SCRIBE_ASSIST_PORT": "x", "SCRIBE_ASSIST_WORKERS": "x"}
        )
    assert len(raised.value.faults) == 3
    assert raised.value.faults[0].startswith("SCRIBE_ASSIST_PROT is no setting")


def test_every_setting_is_documented() -> None:
    assert all(row.default and row.allowed and row.help for row in rows())
