"""Feeds that are run, paused and replayed; notices with states, drafts and attachments; records that are linked.

Columns are added one by one and never by rebuilding a table: SQLite would empty the tables that point to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LONG_AGO = "1970-01-01 00:00:00+00:00"


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, AutoString(), nullable=False, server_default="")


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, UTCDateTime(), nullable=True)


def _json(name: str, empty: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False, server_default=empty)


def _word(name: str, *states: str, kind: str) -> sa.Column[Any]:
    listed = sa.Enum(*states, name=kind, native_enum=False, length=40)
    return sa.Column(name, listed, nullable=False, server_default=states[0])


def _added() -> dict[str, list[sa.Column[Any]]]:
    made: list[tuple[str, Callable[..., sa.Column[Any]], str]] = [
        *(("feed_run", _text, name) for name in ("worker", "asked_by", "current", "failure")),
        *(("feed_run", _number, name) for name in ("waiting", "travellers")),
        *(("feed_state", _text, name) for name in ("paused_by", "wanted_by", "failure")),
        *(("feed_state", _moment, name) for name in ("paused_at", "wanted_at")),
        *(("intake", _text, name) for name in ("jurisdiction", "settled_by", "settled_because")),
        ("intake", _moment, "settled_at"),
        *(("manifest", _text, name) for name in ("document", "revision", "part", "sent")),
        ("manifest", _flag, "outdated"),
        *(("notice", _text, name) for name in ("state_reason", "state_by", "receipt")),
        ("notice", _moment, "state_at"),
        ("registrant", _number, "quality"),
        ("registrant", _flag, "unmatchable"),
        *(("registrant", _text, name) for name in ("state_id", "statute", "victim_age", "victim_sex")),
        *(("registrant", _text, name) for name in ("supervision", "description", "photo")),
        ("traveller", _flag, "in_transit"),
        *(("voyage", _moment, name) for name in ("closed_at", "cancelled_at")),
    ]
    added: dict[str, list[sa.Column[Any]]] = {}
    for table, make, name in made:
        added.setdefault(table, []).append(make(name))
    added["feed_run"] += [
        _word("state", "running", "done", "failed", "interrupted", kind="runstate"),
        sa.Column("beat_at", UTCDateTime(), nullable=False, server_default=_LONG_AGO),
    ]
    added["intake"] += [sa.Column("replay_of", sa.Integer(), nullable=True)]
    for table, name in (("traveller", "cancelled_by"), ("traveller", "listed_by"), ("voyage", "cancelled_by")):
        added[table] += [sa.Column(name, sa.Integer(), nullable=True)]
    added["notice"] += [
        _json("details", "{}"),
        _word("state", "received", "returned for correction", "amended", "cancelled", kind="noticestate"),
        _word("channel", "file", "form", "api", kind="noticechannel"),
    ]
    added["registrant"] += [
        sa.Column("person", sa.Integer(), nullable=True),
        _json("provenance", "{}"),
        *(_json(name, "[]") for name in ("missing", "vehicles", "vessels")),
    ]
    return added


_INDEXES = (
    ("feed_run", "state", False),
    ("notice", "state", False),
    ("notice", "receipt", True),
    ("registrant", "person", False),
    ("registrant", "unmatchable", False),
    ("api_token", "account_id", False),
    ("record_key", "key", False),
    ("record_link", "left_id", False),
    ("record_link", "right_id", False),
    ("record_link", "state", False),
    ("registry_change", "registrant_id", False),
    ("notice_draft", "jurisdiction", False),
    ("notice_attachment", "draft_id", False),
    ("notice_attachment", "notice_id", False),
)
_NEW_TABLES = ("api_token", "record_key", "record_link", "registry_change", "notice_attachment", "notice_draft")


def upgrade() -> None:
    for table, columns in _added().items():
        for added in columns:
            op.add_column(table, added)
    with op.batch_alter_table("feed_state") as feed_state:
        feed_state.alter_column("looked_at", existing_type=UTCDateTime(), nullable=True)
    op.execute("UPDATE feed_run SET beat_at = started_at, state = 'done' WHERE finished_at IS NOT NULL")
    op.execute("UPDATE feed_run SET beat_at = started_at, state = 'interrupted' WHERE finished_at IS NULL")
    op.execute("UPDATE notice SET receipt = 'N-' || id, state_at = received_at")
    op.execute("UPDATE notice SET state = 'amended' WHERE replaced")
    op.execute("UPDATE intake SET jurisdiction = substr(feed, 8) WHERE feed LIKE 'upload _%'")
    _make_tables()
    for table, column, unique in _INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column], unique=unique)


def downgrade() -> None:
    for table, column, _ in _INDEXES:
        op.drop_index(f"ix_{table}_{column}", table)
    for table in _NEW_TABLES:
        op.drop_table(table)
    op.execute("DELETE FROM feed_state WHERE looked_at IS NULL")
    with op.batch_alter_table("feed_state") as feed_state:
        feed_state.alter_column("looked_at", existing_type=UTCDateTime(), nullable=False)
    for table, columns in _added().items():
        for added in columns:
            op.drop_column(table, added.name)


def _make_tables() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", AutoString(), nullable=False),
        sa.Column("label", AutoString(), nullable=False),
        sa.Column("feed", AutoString(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "record_key",
        sa.Column("registrant_id", sa.Integer(), nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["registrant_id"], ["registrant.id"]),
        sa.PrimaryKeyConstraint("registrant_id", "key"),
    )
    op.create_table(
        "record_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("left_id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("suggested", "linked", "refused", name="linkstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("because", AutoString(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("decided_by", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["left_id"], ["registrant.id"]),
        sa.ForeignKeyConstraint(["right_id"], ["registrant.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("left_id", "right_id"),
    )
    op.create_table(
        "registry_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registrant_id", sa.Integer(), nullable=False),
        sa.Column("field", AutoString(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("as_of", AutoString(), nullable=False),
        sa.Column("source_file_id", sa.Integer(), nullable=True),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["registrant_id"], ["registrant.id"]),
        sa.ForeignKeyConstraint(["source_file_id"], ["source_file.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "notice_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jurisdiction", AutoString(), nullable=False),
        sa.Column("ori", AutoString(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amends", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["amends"], ["notice.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "notice_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("media_type", AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("added_by", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["notice_draft.id"]),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
