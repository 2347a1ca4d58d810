"""Keys: what seals the words that are kept, and where the keys themselves come from.

AES-256-GCM, each value bound to its table and row: a value that was altered or moved to another row does
not open, and a sealed value carries no copy of itself in another alphabet, as Fernet's does. The id of
its key stands beside each value, so what still needs an old key is a question to the database.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import zlib
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.errors import DamagedRecord, KeysError

BYTES = 32
FORMAT = b"\x01"
NONCE = 12


class Key:
    """A key of 256 bits; its id names it and tells nothing of it."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self.id = hashlib.sha256(b"scribe-assist key id\0" + secret).hexdigest()[:16]
        self._cipher = AESGCM(_derived(secret, b"seal"))
        self._digests = _derived(secret, b"digest")

    @classmethod
    def new(cls) -> Key:
        """Return a random key."""
        return cls(os.urandom(BYTES))

    @classmethod
    def of(cls, text: str) -> Key:
        """Return the key that is written so; raise ValueError."""
        secret = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        if len(secret) != BYTES:
            raise ValueError
        return cls(secret)

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(self.secret).decode()

    def __repr__(self) -> str:
        return f"Key({self.id})"

    def seal(self, plain: str, table: str, row: str) -> bytes:
        """Return text sealed, for one row of one table. It is compressed first: answers repeat themselves."""
        nonce = os.urandom(NONCE)
        packed = zlib.compress(plain.encode(), level=1)
        return FORMAT + nonce + self._cipher.encrypt(nonce, packed, _place(table, row))

    def open(self, sealed: bytes, table: str, row: str) -> str:
        """Return the text that was sealed for this row; raise DamagedRecord."""
        nonce, rest = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
        try:
            if sealed[:1] != FORMAT:
                raise InvalidTag
            return zlib.decompress(self._cipher.decrypt(nonce, rest, _place(table, row))).decode()
        except (InvalidTag, ValueError):
            raise DamagedRecord(
                f"row {row} of {table} does not open: it was altered, or moved from elsewhere"
            ) from None

    def digest(self, *parts: str) -> bytes:
        """Return by what to look for text that is kept sealed; without the key it tells nothing."""
        framed = b"".join(len(part.encode()).to_bytes(8) + part.encode() for part in parts)
        return hmac.digest(self._digests, framed, "sha256")


class Keyring:
    """The keys that this process has: those of the environment, else those of the file.

    The file is read again when a key is asked for that was not in it: another process may have changed
    the key meanwhile.
    """

    def __init__(self, given: str | None, file: Path) -> None:
        """Take the keys of the environment, comma-separated, or the file; raise KeysError."""
        self.file = file
        self.from_file = given is None
        self._keys = [] if given is None else _parsed(given.split(","), "SCRIBE_ASSIST_KEYS")

    def __repr__(self) -> str:
        return f"Keyring({self.source})"

    @property
    def source(self) -> str:
        """Return where the keys come from."""
        return str(self.file) if self.from_file else "SCRIBE_ASSIST_KEYS"

    def first(self) -> Key:
        """Return the key that should seal; raise KeysError if there is none."""
        if not self._keys:
            self.reload()
        return self._keys[0]

    def find(self, key_id: str) -> Key:
        """Return a key by its id; raise KeysError if it is not there."""
        if key_id not in {key.id for key in self._keys}:
            self.reload()
        for key in self._keys:
            if key.id == key_id:
                return key
        raise KeysError(f"key {key_id}, which sealed what is kept, is not in {self.source}")

    def reload(self) -> None:
        """Read the file again; raise KeysError if it is missing, malformed or for others to read."""
        if not self.from_file:
            return
        try:
            mode = self.file.stat().st_mode & 0o777
            text = self.file.read_text(encoding="ascii")
        except FileNotFoundError:
            raise KeysError(f"the key file {self.file} is missing, and what is kept needs it") from None
        except UnicodeDecodeError:
            raise KeysError(f"{self.file}: is no key file") from None
        except OSError as error:
            raise KeysError(f"the key file {self.file} cannot be read: {error.strerror}") from None
        if mode & 0o077:
            raise KeysError(
                f"the key file {self.file} is open to others (mode {mode:o}): chmod 600 {self.file}"
            )
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        self._keys = _parsed(lines, str(self.file))

    def make_file(self) -> None:
        """Make the file with a new key unless it is there; of two who do so at once, both get the same."""
        if not self.from_file or self.file.exists():
            return
        draft = self._draft([Key.new()])
        try:
            os.link(draft, self.file)
        except FileExistsError:
            pass
        except OSError as error:
            raise KeysError(f"the key file {self.file} cannot be made: {error.strerror}") from None
        finally:
            draft.unlink(missing_ok=True)

    def rewrite(self, keys: list[Key]) -> None:
        """Put these keys into the file, the first being the one that seals, by one rename."""
        draft = self._draft(keys)
        try:
            draft.replace(self.file)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise KeysError(f"the key file {self.file} cannot be written: {error.strerror}") from None
        _sync_folder(self.file.parent)
        self._keys = keys

    def all(self) -> list[Key]:
        """Return every key, that which should seal first."""
        self.first()
        return list(self._keys)

    def _draft(self, keys: list[Key]) -> Path:
        draft = self.file.with_name(f"{self.file.name}.{os.getpid()}.draft")
        try:
            draft.unlink(missing_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(
                    "# Keys of scribe-assist; the first seals. Without them nothing stored can be read.\n"
                )
                file.writelines(f"{key}\n" for key in keys)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise KeysError(f"the key file {self.file} cannot be written: {error.strerror}") from None
        return draft


def _parsed(texts: list[str], source: str) -> list[Key]:
    keys = []
    for number, text in enumerate(texts, 1):
        try:
            keys.append(Key.of(text.strip()))
        except (ValueError, binascii.Error):
            # The text itself is not repeated: it may be a key with a slip of the pen.
            raise KeysError(f"{source}: key {number} is not 32 bytes in URL-safe base64") from None
    if not keys:
        raise KeysError(f"{source}: has no key")
    return keys


def _derived(secret: bytes, purpose: bytes) -> bytes:
    """Return a key for one purpose: what seals is not also what digests."""
    return hmac.digest(secret, b"scribe-assist " + purpose, "sha256")


def _place(table: str, row: str) -> bytes:
    return f"{table}:{row}".encode()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
