"""What was decided, by code: so that a note is found by the code that its reviewers gave it.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
AT_A_TIME = 1000


def upgrade() -> None:
    """Make the table, fill it from the decisions that stand, and index what is overridden."""
    outcomes = op.create_table(
        "outcomes",
        sa.Column("code", sa.String(10), primary_key=True),
        sa.Column("revision_id", ID, primary_key=True),
    )
    op.create_index(op.f("ix_outcomes_revision_id"), "outcomes", ["revision_id"])
    latest = sa.text("latest")
    op.create_index(
        "queue_by_override", "revisions", ["overridden", "id"], sqlite_where=latest, postgresql_where=latest
    )
    rows = [
        {"code": code, "revision_id": revision_id}
        for revision_id, given in _given().items()
        for code in given or {"none"}
    ]
    for start in range(0, len(rows), AT_A_TIME):
        op.bulk_insert(outcomes, rows[start : start + AT_A_TIME])


def _given() -> dict[str, set[str]]:
    """Return the codes that what stands gives each revision that is decided; empty where it gives none."""
    query = sa.text(
        "SELECT revision_id, code, decision, corrected_code FROM decisions d "
        "WHERE decision IN ('accept', 'reject', 'correct') "
        "AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id) "
        "AND EXISTS (SELECT 1 FROM revisions r WHERE r.id = d.revision_id) ORDER BY seq"
    )
    newest = {(row.revision_id, row.code): row for row in op.get_bind().execute(query)}
    given: dict[str, set[str]] = {}
    for (revision_id, code), row in newest.items():
        codes = given.setdefault(revision_id, set())
        about = {"accept": code, "correct": row.corrected_code}.get(row.decision)
        if about is not None:
            codes.add(about)
    return given
