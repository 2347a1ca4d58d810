from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import DamagedRecord, KeysError
from service.store import Store
from service.store.keys import Key, Keyring
from tests.store.conftest import Place


def test_what_is_sealed_opens_only_with_its_key_in_its_place() -> None:
    key = Key.new()
    sealed = key.seal("a word", "revisions", "1")
    assert b"word" not in sealed and key.open(sealed, "revisions", "1") == "a word"
    assert sealed != key.seal("a word", "revisions", "1")
    altered = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    for value, table, row in [(sealed, "revisions", "2"), (sealed, "notes", "1"), (b"", "revisions", "1")]:
        with pytest.raises(DamagedRecord):
            key.open(value, table, row)
    for value in altered:
        with pytest.raises(DamagedRecord):
            key.open(value, "revisions", "1")
    with pytest.raises(DamagedRecord):
        Key.new().open(sealed, "revisions", "1")


def test_a_digest_tells_parts_apart_and_needs_the_key() -> None:
    key = Key.new()
    assert key.digest("a", "b") == key.digest("a", "b") != key.digest("ab", "")
    assert key.digest("a", "b") != Key.new().digest("a", "b")


@pytest.mark.parametrize("text", ["", "short", "A" * 43 + "=x", "A" * 40, "ä" * 44, ","])
def test_malformed_keys_are_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    for make in (lambda: Keyring(text, tmp_path / "keys"), lambda: _from_file(tmp_path, text)):
        with pytest.raises(KeysError) as raised:
            make()
        assert not text or text == "," or text not in str(raised.value)


def _from_file(folder: Path, text: str) -> None:
    file = folder / "keys"
    file.write_text(text)
    file.chmod(0o600)
    Keyring(None, file).first()


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    one, two = Keyring(None, tmp_path / "keys"), Keyring(None, tmp_path / "keys")
    one.make_file()
    two.make_file()
    assert one.first().id == two.first().id
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_a_key_file_open_to_others_is_refused(tmp_path: Path) -> None:
    keyring = Keyring(None, tmp_path / "keys")
    keyring.make_file()
    (tmp_path / "keys").chmod(0o644)
    with pytest.raises(KeysError, match="chmod 600"):
        keyring.first()


def test_a_store_whose_key_is_lost_or_another_says_so_and_makes_no_new_one(
    place: Place, store: Store
) -> None:
    file = place.settings.key_path
    file.rename(file.with_suffix(".away"))
    for start in (place.store().prepare, place.store().check):
        with pytest.raises(KeysError, match=f"{file} is missing"):
            start()
    assert not file.exists()
    Keyring(None, file).make_file()
    with pytest.raises(KeysError, match="which sealed what is kept, is not in"):
        place.store().prepare()


def test_a_key_shows_its_id_alone() -> None:
    key = Key.new()
    assert str(key) not in repr(key) and key.id in repr(key)
