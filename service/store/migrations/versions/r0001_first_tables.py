"""The first tables.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, their indexes, and the triggers that keep what may only grow."""
    op.create_table(
        "keys",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
    )

    op.create_table(
        "notes",
        sa.Column("id", ID, primary_key=True),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("reference_digest", sa.LargeBinary),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("key_id", sa.String(16), sa.ForeignKey("keys.id")),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_index("notes_by_reference", "notes", ["reference_digest"])
    op.create_table(
        "revisions",
        sa.Column("id", ID, primary_key=True),
        sa.Column("note_id", ID, sa.ForeignKey("notes.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("latest", sa.Boolean, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("token_id", ID),
        sa.Column("allows_training", sa.Boolean, nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("edition", sa.String(100), nullable=False),
        sa.Column("setting", sa.String(20), nullable=False),
        sa.Column("top_code", sa.String(10)),
        sa.Column("disposition", sa.String(10)),
        sa.Column("probability", sa.Float),
        sa.Column("recommended", sa.Boolean),
        sa.Column("suggestions", sa.Integer, nullable=False),
        sa.Column("gaps", sa.Integer, nullable=False),
        sa.Column("has_gaps", sa.Boolean, nullable=False),
        sa.Column("alerts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decided_by", sa.String(100)),
        sa.Column("decided_at", INSTANT),
        sa.Column("overridden", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.String(16), sa.ForeignKey("keys.id"), nullable=False),
    )
    op.create_index("revisions_of_note", "revisions", ["note_id", "number"], unique=True)
    op.create_table(
        "decisions",
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("note_id", ID, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.String(100), nullable=False),
        sa.Column("token_id", ID),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("code", sa.String(10)),
        sa.Column("corrected_code", sa.String(10)),
        sa.Column("requirement", sa.String(40)),
        sa.Column("start", sa.Integer),
        sa.Column("end", sa.Integer),
        sa.Column("role", sa.String(20)),
        sa.Column("undoes", ID),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("disposition", sa.String(10)),
        sa.Column("probability", sa.Float),
        sa.Column("recommended", sa.Boolean, nullable=False),
        sa.Column("overrides", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("key_id", sa.String(16), sa.ForeignKey("keys.id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decisions_revision_id"), "decisions", ["revision_id"])
    op.create_index(op.f("ix_decisions_note_id"), "decisions", ["note_id"])
    op.create_table(
        "tokens",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("stores", sa.Boolean, nullable=False),
        sa.Column("allows_training", sa.Boolean, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT),
        sa.Column("revoked_at", INSTANT),
        sa.Column("last_used_at", INSTANT),
    )
    op.create_index(op.f("ix_tokens_name"), "tokens", ["name"])
    op.create_table(
        "links",
        sa.Column("hash", sa.LargeBinary, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
    )

    op.create_table(
        "sessions",
        sa.Column("hash", sa.LargeBinary, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("token_id", ID, sa.ForeignKey("tokens.id")),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
    )
    op.create_index(op.f("ix_sessions_token_id"), "sessions", ["token_id"])
    op.create_table(
        "attempts",
        sa.Column("source", sa.LargeBinary, primary_key=True),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_index(op.f("ix_attempts_began_at"), "attempts", ["began_at"])
    op.create_table(
        "audit",
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("token_id", ID),
        sa.Column("address", sa.String(100), nullable=False),
        sa.Column("note_id", ID),
        sa.Column("revision_id", ID),
        sa.Column("subject", sa.String(100)),
        sa.Column("detail", sa.String(200)),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.CheckConstraint("seq > 0", name="counts_from_one"),
    )
    op.create_index(op.f("ix_audit_note_id"), "audit", ["note_id"])
    latest = sa.text("latest")
    for name, columns in {
        "queue": [],
        "queue_by_state": ["state"],
        "queue_by_code": ["top_code"],
        "queue_by_disposition": ["disposition"],
        "queue_by_gaps": ["has_gaps"],
        "queue_by_reviewer": ["decided_by"],
    }.items():
        op.create_index(name, "revisions", [*columns, "id"], sqlite_where=latest, postgresql_where=latest)
    if op.get_bind().dialect.name == "sqlite":
        _refuse_on_sqlite()
    else:
        _refuse_on_postgresql()


# What a decision says is never changed; its words are erased with the note, and sealed anew with the key.
UNCHANGEABLE = (
    "seq, id, revision_id, note_id, decided_at, decided_by, token_id, decision, code, corrected_code, "
    'requirement, "start", "end", role, undoes, model, disposition, probability, recommended, overrides'
)


def _refuse_on_sqlite() -> None:
    for name, event, table in (
        ("audit_never_changes", "UPDATE", "audit"),
        ("audit_never_shrinks", "DELETE", "audit"),
        ("decisions_never_change", f"UPDATE OF {UNCHANGEABLE}", "decisions"),
        ("decisions_never_shrink", "DELETE", "decisions"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
        )


def _refuse_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION rows_are_only_added() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME; END $$"
    )
    for name, event, table in (
        ("audit_never_changes", "UPDATE OR DELETE OR TRUNCATE", "audit"),
        ("decisions_never_change", f"UPDATE OF {UNCHANGEABLE}", "decisions"),
        ("decisions_never_shrink", "DELETE OR TRUNCATE", "decisions"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION rows_are_only_added()"
        )
