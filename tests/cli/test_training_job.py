"""A training that is interrupted, resumed, and told what cannot be."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_command import call
from tests.training.conftest import SNIPPETS


@pytest.fixture(scope="module")
def snippets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred snippets of each of four writers: some parts of the work, and soon done."""
    folder = tmp_path_factory.mktemp("snippets")
    for file in sorted(SNIPPETS.glob("*.jsonl"))[:4]:
        lines = file.read_text(encoding="utf-8").split("\n")[:-1]
        (folder / file.name).write_text("\n".join(lines[::3][:100]) + "\n", encoding="utf-8")
    return folder


def until(line: str, command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Run a command, and give it once it has written that line."""
    program = [sys.executable, "-c", "from service.cli import main; main()", *command]
    with subprocess.Popen(program, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for told in process.stderr:
            if line in told:
                yield process
                return
        raise AssertionError(f"it never said {line!r}")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_training_is_resumed(snippets: Path, tmp_path: Path, how: signal.Signals) -> None:
    models = str(tmp_path / "models")
    options = [
        "train",
        "--snippets",
        str(snippets),
        "--models",
        models,
        "--search",
        "2",
        "--date",
        "2026-01-02",
    ]
    for process in until("regularisation", [*options, "--version", "v"]):
        process.send_signal(how)
        assert process.stderr is not None
        told = process.stderr.read()
        assert process.wait() != 0 and "Traceback" not in told
        assert how is signal.SIGKILL or "train --resume --version v" in told
    resumed = call(*options, "--resume", "--json")
    assert resumed.returncode == 0 and "anew" not in resumed.stderr, resumed.stderr
    card = json.loads(resumed.stdout)
    assert card["version"] == "v" and len(card["training"]["searched"]) == 2
    assert not (tmp_path / "models" / ".training").exists()
    whole = call(*options, "--version", "v", "--models", str(tmp_path / "other"), "--json")
    assert json.loads(whole.stdout) == card


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        (["--resume"], 2, "no training is interrupted"),
        (["--workers", "0"], 2, "--workers"),
        (["--search", "25"], 2, "1<=x<=24"),
        (["--setting", "0.3"], 2, "a number, a comma and a whole number"),
        (["--setting", "-1,3"], 2, "above 0"),
        (["--setting", "nan,3"], 2, "above 0"),
        (["--cluster", "tcp://127.0.0.1:1"], 1, "no Dask scheduler answers"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_is_said(
    words: list[str], status: int, why: str, snippets: Path, tmp_path: Path
) -> None:
    called = call("train", "--snippets", str(snippets), "--models", str(tmp_path / "models"), *words)
    assert called.returncode == status and why in called.stderr and "Traceback" not in called.stderr


def test_two_settings_given_are_the_two_tried(snippets: Path, tmp_path: Path) -> None:
    called = call(
        "train", "--snippets", str(snippets), "--models", str(tmp_path), "--version", "v",
        "--setting", "0.3,3", "--setting", "1,5",
    )  # fmt: skip
    assert called.returncode == 0, called.stderr
    tried = [line for line in called.stderr.splitlines() if "out-of-fold log loss" in line]
    assert len(tried) == 2 and "features seen 5+ times" in tried[1]
    assert called.stdout.count("out-of-fold log loss") == 2 and called.stdout.count("chosen") == 1
