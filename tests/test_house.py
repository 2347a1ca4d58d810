"""The rules of the house: who imports whom, and what may never be in the tree."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.settings import rows

ROOT = Path(__file__).parent.parent
SERVICE = ROOT / "service"

# cli -> web, training -> store -> suggesting -> classifier -> reading, reference -> domain
HEIGHT = {
    "domain": 0,
    "errors": 0,
    "identifiers": 0,
    "settings": 1,
    "reading": 2,
    "reference": 2,
    "classifier": 3,
    "suggesting": 4,
    "store": 5,
    "web": 6,
    "training": 6,
    "cli": 7,
}
# What decides about a note is told everything: it reads no setting.
PURE = {"domain", "errors", "reading", "reference", "classifier", "suggesting"}
# A library lives in these rooms alone.
LIBRARY_ROOMS = {
    "flask": {"web"},
    "werkzeug": {"web"},
    "gunicorn": {"web"},
    "prometheus_client": {"web"},
    "jinja2": {"web", "training"},
    "markupsafe": {"web"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "psycopg": {"store"},
    "cryptography": {"store"},
    "click": {"cli"},
    "sklearn": {"training"},
    "scipy": {"training"},
    "matplotlib": {"training"},
    "simple_icd_10_cm": set(),
}
EXECUTES_ON_LOAD = {"pickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}
# What hands out tasks and loads nothing from a disk: one module may name it, and nothing else of these.
TASKS = {
    "joblib": {"joblib.Parallel", "joblib.delayed", "joblib.parallel_config"},
    "distributed": {"distributed.Client"},
}
CLUSTER = SERVICE / "training" / "cluster.py"


def imports(file: Path) -> Iterator[str]:
    """Yield the dotted name of everything that a file imports, also inside its functions."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.relative_to(ROOT)}: import by the full name"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str | None:
    """Return the room of "service.web.routes", which is "web"; None for what is not ours."""
    parts = module.split(".")
    return parts[1] if parts[0] == "service" and len(parts) > 1 and parts[1] in HEIGHT else None


def broken_rules(file: Path, room: str) -> Iterator[str]:
    for module in imports(file):
        other = room_of(module)
        if (
            other
            and other != room
            and HEIGHT[other] >= HEIGHT[room]
            and (room, other) != ("settings", "errors")
        ):
            yield f"{room} imports {module}"
        if other == "settings" and room in PURE:
            yield f"{room} reads settings"
        if other == "identifiers" and room in PURE:
            yield f"{room} reads the clock"
        library = module.split(".")[0]
        if room not in LIBRARY_ROOMS.get(library, {room}):
            yield f"{room} imports {library}"
        handed_out = file == CLUSTER and module in TASKS.get(library, set()) | {library}
        if library in EXECUTES_ON_LOAD | TASKS.keys() and not handed_out:
            yield f"{room} imports {library}, which executes what it loads"
    # `import joblib` would reach all of it.
    whole = re.findall(rf"^\s*import ({'|'.join(TASKS)})\b", file.read_text(encoding="utf-8"), re.M)
    yield from (f"{library} is imported whole" for library in whole)


def rooms() -> list[tuple[Path, str]]:
    files = sorted(SERVICE.rglob("*.py"))
    return [
        (file, file.relative_to(SERVICE).parts[0].removesuffix(".py"))
        for file in files
        if file != SERVICE / "__init__.py"
    ]


@pytest.mark.parametrize(
    ("file", "room"), rooms(), ids=lambda value: "" if isinstance(value, str) else value.stem
)
def test_imports_run_down_only(file: Path, room: str) -> None:
    assert room in HEIGHT, f"{room} is no room of the design"
    assert not list(broken_rules(file, room))


@pytest.mark.parametrize("line", ["import joblib", "from joblib import load", "from joblib import dump"])
def test_the_search_on_a_cluster_may_hand_out_tasks_and_load_nothing(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cluster.py"
    monkeypatch.setitem(globals(), "CLUSTER", file)
    file.write_text("from joblib import Parallel, delayed\nfrom distributed import Client", encoding="utf-8")
    assert not list(broken_rules(file, "training"))
    file.write_text(line, encoding="utf-8")
    assert list(broken_rules(file, "training"))


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("reading", "from service.classifier import artifact"),
        ("reading", "from service import reference"),
        ("web", "import service.training.fit"),
        ("suggesting", "from service.settings import Settings"),
        ("classifier", "from sklearn.linear_model import LogisticRegression"),
        ("training", "def late():\n    import joblib"),
        ("training", "from joblib import Parallel"),
        ("training", "from distributed import Client"),
        ("suggesting", "import flask"),
        ("web", "from sqlalchemy import select"),
        ("suggesting", "from service.identifiers import uuid7"),
        ("store", "from service.web import create_app"),
        ("web", "from matplotlib.figure import Figure"),
        ("training", "from prometheus_client import Counter"),
    ],
)
def test_a_breach_is_seen(tmp_path: Path, room: str, line: str) -> None:
    file = tmp_path / "breach.py"
    file.write_text(line, encoding="utf-8")
    assert list(broken_rules(file, room))


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        room
        for file, room in rooms()
        if re.search(r"\bos\.(environ|getenv)\b", file.read_text(encoding="utf-8"))
    }
    assert readers == {"settings"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_nothing_in_the_tree_executes_on_load() -> None:
    assert not [path for path in tracked() if path.suffix in {".pkl", ".pickle", ".joblib", ".dill"}]


def test_no_package_registry_is_named() -> None:
    """Where packages come from is for the machine that installs to say."""
    host = re.compile(rb"index" rb"-url|://[a-z.-]*(pypi|hosted|npm|debian)[a-z.-]*\.")
    assert not [str(path.relative_to(ROOT)) for path in tracked() if host.search(path.read_bytes())]


def pins(name: str) -> dict[str, frozenset[str]]:
    """Return what a constraints file pins: the hashes of each name and version, wherever it is needed."""
    blocks = re.split(r"\n(?=[a-z])", (ROOT / name).read_text(encoding="utf-8"))
    return {re.split(r"[ ;\\]", block)[0]: frozenset(re.findall(r"--hash=(\S+)", block)) for block in blocks}


def test_every_pin_has_hashes_and_the_image_pins_the_same() -> None:
    everything, runtime = pins("constraints.txt"), pins("constraints-runtime.txt")
    assert all("==" in pin and hashes for pin, hashes in everything.items())
    assert runtime.items() <= everything.items()


def test_every_dependency_is_pinned_and_justified() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    names = {match[0] for line in declared if (match := re.match(r"[\w-]+", line))}
    pinned = {pin.split("==")[0] for pin in pins("constraints.txt")}
    justified = re.findall(
        r"^\| ([\w-]+) \|", (ROOT / "docs/dependencies.md").read_text(encoding="utf-8"), re.M
    )
    assert {name.replace("_", "-") for name in names} <= pinned
    assert names == set(justified) - {"package"}


def test_the_readme_has_the_settings_as_they_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `SCRIBE_ASSIST_.*$", readme, re.M)
    assert table == [f"| `{row.name}` | {row.default} | {row.allowed} | {row.help} |" for row in rows()]
