"""What every page shares: its files, its policy, its errors."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flit_core import buildapi

from service.errors import DatabaseUnreachable
from service.web.pages.frame import HERE
from tests.web.pages.conftest import Kept


def test_a_file_is_kept_as_long_as_its_address_names_what_it_holds(pages: FlaskClient) -> None:
    address = re.search(r'href="(/static/\w+/workbench\.css)"', pages.get("/codes").text)
    assert address is not None
    with pages.get(address[1]) as answer:
        assert answer.mimetype == "text/css"
        assert "immutable" in answer.headers["Cache-Control"]
    with pages.get("/static/000000000000/workbench.css") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["nothing.css", "..%2f__init__.py", "%2e%2e/frame.py"])
def test_no_other_file_is_served(pages: FlaskClient, name: str) -> None:
    assert pages.get(f"/static/000000000000/{name}").status_code == 404


def test_no_page_is_kept_by_a_browser(pages: FlaskClient) -> None:
    for path in ("/queue", "/try", "/codes"):
        assert pages.get(path).headers["Cache-Control"] == "no-store"


def test_no_file_of_ours_names_another_host() -> None:
    files = [*(HERE / "static").iterdir(), *(HERE / "templates").iterdir()]
    assert files
    named = {
        host
        for file in files
        for host in re.findall(r"(?:https?:)?//[\w.-]+\.\w+", file.read_text(encoding="utf-8"))
    }
    assert named <= {"http://www.w3.org"}


def test_a_store_that_is_out_of_reach_is_a_page_that_says_so(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*args: object, **options: object) -> None:
        raise DatabaseUnreachable("no answer")

    monkeypatch.setattr(type(kept.store.queue), "page", unreachable)
    answer = kept.client.get("/queue")
    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert answer.headers["Retry-After"]
    assert "no answer" not in answer.text


def test_a_wheel_carries_the_templates_and_the_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / buildapi.build_wheel(str(tmp_path))) as wheel:
        held = set(wheel.namelist())
    ours = {
        f"service/web/pages/{file.relative_to(HERE)}"
        for folder in ("static", "templates")
        for file in (HERE / folder).iterdir()
    }
    assert ours and ours <= held
