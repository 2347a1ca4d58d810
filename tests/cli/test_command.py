"""The command `scribe-assist`, called as a user calls it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import SUBCOMMANDS


def call(*words: str, code: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SCRIBE_ASSIST_")}
    return subprocess.run(
        [sys.executable, "-c", code or "from service.cli import main; main()", *words],
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_help_lists_every_subcommand_and_imports_none() -> None:
    code = (
        "import sys\nfrom service.cli import main\n"
        "try: main()\n"
        "finally: print([name for name in ('sklearn', 'flask', 'numpy') if name in sys.modules])"
    )
    called = call("--help", code=code)
    assert called.returncode == 0
    assert called.stdout.splitlines()[-1] == "[]"
    assert all(f"  {name}  " in called.stdout for name in SUBCOMMANDS)


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_help_shows_an_example(name: str) -> None:
    called = call(name, "--help")
    assert called.returncode == 0
    assert "Example" in called.stdout and f"scribe-assist {name}" in called.stdout


@pytest.mark.parametrize("words", [["serv"], ["serve", "--prot", "1"], ["serve", "--port", "http"]])
def test_a_wrong_call_exits_2_without_a_traceback(words: list[str]) -> None:
    called = call(*words)
    assert called.returncode == 2
    assert "Error: " in called.stderr and "Traceback" not in called.stderr


def test_an_unknown_setting_stops_the_start() -> None:
    called = call("serve", SCRIBE_ASSIST_PROT="9000")
    assert called.returncode == 2
    assert "SCRIBE_ASSIST_PROT is no setting" in called.stderr and "Traceback" not in called.stderr


def test_serving_never_imports_scikit_learn() -> None:
    code = "import sys\nimport service.cli.serve, service.web.server\nprint('sklearn' in sys.modules)"
    assert call(code=code).stdout == "False\n"


def test_a_missing_model_stops_the_start_and_names_the_file(tmp_path: Path) -> None:
    called = call("serve", "--port", "0", SCRIBE_ASSIST_MODELS=str(tmp_path))
    assert called.returncode == 1
    assert str(tmp_path / "promotions.jsonl") in called.stderr and "Traceback" not in called.stderr


def test_a_port_that_is_taken_stops_the_start_and_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        called = call("serve", "--port", port)
    assert called.returncode == 1
    assert f"cannot listen on 127.0.0.1, port {port}" in called.stderr and "Traceback" not in called.stderr
