"""The tables, as this release reads and writes them; the migrations make them.

Words are in the columns `sealed` alone, each with the id of the key that seals it in `key_id`.
"""

from __future__ import annotations

import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class Instant(TypeDecorator[datetime.datetime]):
    """An instant in UTC; SQLite, which has no time zones, keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        """Return what is written."""
        if value is None:
            return None
        utc = value.astimezone(datetime.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        """Return what was read, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


# By bytes and not by a language's alphabet: identifiers sort by their time in both databases.
Id = String(36).with_variant(String(36, collation="C"), "postgresql")
Number = BigInteger().with_variant(Integer, "sqlite")

keys = Table(
    "keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("current", Boolean, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner", String(100), nullable=False),
    Column("reference_digest", LargeBinary),
    Column("sealed", LargeBinary),
    Column("key_id", ForeignKey("keys.id")),
    Column("created_at", Instant, nullable=False),
    Index("notes_by_reference", "reference_digest"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("note_id", ForeignKey("notes.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("latest", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("owner", String(100), nullable=False),
    Column("token_id", Id),
    Column("allows_training", Boolean, nullable=False),
    Column("model", String(100), nullable=False),
    Column("edition", String(100), nullable=False),
    Column("setting", String(20), nullable=False),
    Column("top_code", String(10)),
    Column("disposition", String(10)),
    Column("probability", Float),
    Column("recommended", Boolean),
    Column("suggestions", Integer, nullable=False),
    Column("gaps", Integer, nullable=False),
    Column("has_gaps", Boolean, nullable=False),
    Column("alerts", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("decided_by", String(100)),
    Column("decided_at", Instant),
    Column("overridden", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("key_id", ForeignKey("keys.id"), nullable=False),
    Index("revisions_of_note", "note_id", "number", unique=True),
)
# What the queue asks for, each with the order of the queue: a page costs the same however many there are.
LATEST = text("latest")
for name, columns in {
    "queue": (),
    "queue_by_state": ("state",),
    "queue_by_code": ("top_code",),
    "queue_by_disposition": ("disposition",),
    "queue_by_gaps": ("has_gaps",),
    "queue_by_reviewer": ("decided_by",),
    "queue_by_override": ("overridden",),
}.items():
    Index(
        name,
        *(revisions.c[column] for column in columns),
        revisions.c.id,
        sqlite_where=LATEST,
        postgresql_where=LATEST,
    )

# The codes that what stands gives a revision, to find it by: made anew with each decision.
outcomes = Table(
    "outcomes",
    metadata,
    Column("code", String(10), primary_key=True),
    Column("revision_id", Id, primary_key=True, index=True),
)

# No foreign key to what they decide: a decision outlives the note, without its words.
decisions = Table(
    "decisions",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=True),
    Column("id", Id, nullable=False, unique=True),
    Column("revision_id", Id, nullable=False, index=True),
    Column("note_id", Id, nullable=False, index=True),
    Column("decided_at", Instant, nullable=False),
    Column("decided_by", String(100), nullable=False),
    Column("token_id", Id),
    Column("decision", String(20), nullable=False),
    Column("code", String(10)),
    Column("corrected_code", String(10)),
    Column("requirement", String(40)),
    Column("start", Integer),
    Column("end", Integer),
    Column("role", String(20)),
    Column("undoes", Id),
    Column("model", String(100), nullable=False),
    Column("disposition", String(10)),
    Column("probability", Float),
    Column("recommended", Boolean, nullable=False),
    Column("overrides", Boolean, nullable=False),
    Column("sealed", LargeBinary),
    Column("key_id", ForeignKey("keys.id")),
    sqlite_autoincrement=True,
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(100), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("stores", Boolean, nullable=False),
    Column("allows_training", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    Column("last_used_at", Instant),
)

links = Table(
    "links",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("token_id", ForeignKey("tokens.id"), index=True),
    Column("used_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("source", LargeBinary, primary_key=True),
    Column("began_at", Instant, nullable=False, index=True),
    Column("count", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("action", String(40), nullable=False),
    Column("actor", String(100), nullable=False),
    Column("token_id", Id),
    Column("address", String(100), nullable=False),
    Column("note_id", Id, index=True),
    Column("revision_id", Id),
    Column("subject", String(100)),
    Column("detail", String(200)),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("seq > 0", name="counts_from_one"),
)
