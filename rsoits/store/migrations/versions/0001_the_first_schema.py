"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("ori", AutoString(), nullable=False),
        sa.Column("jurisdiction", AutoString(), nullable=False),
        sa.Column("password_hash", AutoString(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("locked_at", UTCDateTime(), nullable=True),
        sa.Column("failures", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("signed_in_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("username"),
    )
    op.create_table(
        "agency",
        sa.Column("ori", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("jurisdiction", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("ori"),
    )
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_jurisdiction"), ["jurisdiction"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor", AutoString(), nullable=False),
        sa.Column("address", AutoString(), nullable=False),
        sa.Column("action", AutoString(), nullable=False),
        sa.Column("object_kind", AutoString(), nullable=False),
        sa.Column("object_id", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous", AutoString(), nullable=False),
        sa.Column("hash", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("hash", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "feed_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed", AutoString(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("feed", "due_at"),
    )
    with op.batch_alter_table("feed_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_run_feed"), ["feed"], unique=False)

    op.create_table(
        "feed_state",
        sa.Column("feed", AutoString(), nullable=False),
        sa.Column("looked_at", UTCDateTime(), nullable=False),
        sa.Column("delivered_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("feed"),
    )
    op.create_table(
        "registry_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "source_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("encoding", AutoString(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "voyage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mode", AutoString(), nullable=False),
        sa.Column("direction", AutoString(), nullable=False),
        sa.Column("carrier", AutoString(), nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("origin", AutoString(), nullable=False),
        sa.Column("destination", AutoString(), nullable=False),
        sa.Column("origin_country", AutoString(), nullable=False),
        sa.Column("destination_country", AutoString(), nullable=False),
        sa.Column("day", AutoString(), nullable=False),
        sa.Column("departs", AutoString(), nullable=False),
        sa.Column("arrives", AutoString(), nullable=False),
        sa.Column("departs_at", UTCDateTime(), nullable=True),
        sa.Column("arrives_at", UTCDateTime(), nullable=True),
        sa.Column("legs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("carrier", "number", "origin", "destination", "day", "direction"),
    )
    op.create_table(
        "intake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_run_id", sa.Integer(), nullable=True),
        sa.Column("source_file_id", sa.Integer(), nullable=False),
        sa.Column("feed", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("format", AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "accepted",
                "partly accepted",
                "quarantined",
                "duplicate",
                name="intakestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("travellers", sa.Integer(), nullable=False),
        sa.Column("notices", sa.Integer(), nullable=False),
        sa.Column("registrants", sa.Integer(), nullable=False),
        sa.Column("rejects", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("matches", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["feed_run_id"], ["feed_run.id"]),
        sa.ForeignKeyConstraint(["source_file_id"], ["source_file.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("intake", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_feed"), ["feed"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_feed_run_id"), ["feed_run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_source_file_id"), ["source_file_id"], unique=False)

    op.create_table(
        "manifest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_file_id", sa.Integer(), nullable=False),
        sa.Column("voyage_id", sa.Integer(), nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("format", AutoString(), nullable=False),
        sa.Column("list_kind", AutoString(), nullable=False),
        sa.Column("message", AutoString(), nullable=False),
        sa.Column("function", AutoString(), nullable=False),
        sa.Column("sender", AutoString(), nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["source_file_id"], ["source_file.id"]),
        sa.ForeignKeyConstraint(["voyage_id"], ["voyage.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", "version"),
    )
    with op.batch_alter_table("manifest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_manifest_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_manifest_source_file_id"), ["source_file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_manifest_voyage_id"), ["voyage_id"], unique=False)

    op.create_table(
        "registrant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("jurisdiction", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("birth_dates", sa.JSON(), nullable=False),
        sa.Column("sex", AutoString(), nullable=False),
        sa.Column("nationalities", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("federal_tier", sa.Integer(), nullable=True),
        sa.Column("local_class", AutoString(), nullable=False),
        sa.Column("offence", AutoString(), nullable=False),
        sa.Column("offence_against_minor", sa.Boolean(), nullable=False),
        sa.Column("conviction_jurisdiction", AutoString(), nullable=False),
        sa.Column("conviction_date", AutoString(), nullable=False),
        sa.Column("duty_ends", AutoString(), nullable=False),
        sa.Column("status", AutoString(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("residence_jurisdiction", AutoString(), nullable=False),
        sa.Column("residence_address", AutoString(), nullable=False),
        sa.Column("work_jurisdiction", AutoString(), nullable=False),
        sa.Column("school_jurisdiction", AutoString(), nullable=False),
        sa.Column("fbi_number", AutoString(), nullable=False),
        sa.Column("as_of", AutoString(), nullable=False),
        sa.Column("source_file_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["source_file_id"], ["source_file.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    with op.batch_alter_table("registrant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registrant_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_registrant_jurisdiction"), ["jurisdiction"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("token_hash", AutoString(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("address", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_file_id", sa.Integer(), nullable=False),
        sa.Column("registrant_id", sa.Integer(), nullable=True),
        sa.Column("registrant_reference", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jurisdiction", AutoString(), nullable=False),
        sa.Column("submitting_ori", AutoString(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("person", sa.JSON(), nullable=False),
        sa.Column("legs", sa.JSON(), nullable=False),
        sa.Column("departs_on", AutoString(), nullable=False),
        sa.Column("returns_on", AutoString(), nullable=False),
        sa.Column("destination", AutoString(), nullable=False),
        sa.Column("purpose", AutoString(), nullable=False),
        sa.Column("destination_address", AutoString(), nullable=False),
        sa.Column("contact", AutoString(), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("late_reason", AutoString(), nullable=False),
        sa.Column("conviction", AutoString(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("replaced", sa.Boolean(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["registrant_id"], ["registrant.id"]),
        sa.ForeignKeyConstraint(["source_file_id"], ["source_file.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("jurisdiction", "reference", "version"),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_jurisdiction"), ["jurisdiction"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_registrant_id"), ["registrant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_registrant_reference"), ["registrant_reference"], unique=False)

    op.create_table(
        "reject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intake_id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("severity", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("field", AutoString(), nullable=False),
        sa.Column("value", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("cure", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("reject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reject_intake_id"), ["intake_id"], unique=False)

    op.create_table(
        "traveller",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manifest_id", sa.Integer(), nullable=False),
        sa.Column("voyage_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_key", AutoString(), nullable=False),
        sa.Column("surname", AutoString(), nullable=False),
        sa.Column("given_names", AutoString(), nullable=False),
        sa.Column("birth_date", AutoString(), nullable=False),
        sa.Column("sex", AutoString(), nullable=False),
        sa.Column("nationality", AutoString(), nullable=False),
        sa.Column("residence", AutoString(), nullable=False),
        sa.Column("crew", sa.Boolean(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("embarkation", AutoString(), nullable=False),
        sa.Column("debarkation", AutoString(), nullable=False),
        sa.Column("crossed_at", UTCDateTime(), nullable=True),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.Column("raw", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["manifest_id"], ["manifest.id"]),
        sa.ForeignKeyConstraint(["replaced_by"], ["traveller.id"]),
        sa.ForeignKeyConstraint(["voyage_id"], ["voyage.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("traveller", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_traveller_manifest_id"), ["manifest_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_traveller_person_key"), ["person_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_traveller_voyage_id"), ["voyage_id"], unique=False)

    op.create_table(
        "match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("traveller_id", sa.Integer(), nullable=False),
        sa.Column("registrant_id", sa.Integer(), nullable=False),
        sa.Column("voyage_id", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("bits", sa.Float(), nullable=False),
        sa.Column("band", AutoString(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.Column("model", AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "second reading",
                "disputed",
                "confirmed",
                "not a match",
                "not enough information",
                "withdrawn",
                name="matchstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("border_at", UTCDateTime(), nullable=True),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("claimed_until", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["claimed_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["registrant_id"], ["registrant.id"]),
        sa.ForeignKeyConstraint(["traveller_id"], ["traveller.id"]),
        sa.ForeignKeyConstraint(["voyage_id"], ["voyage.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("traveller_id", "registrant_id"),
    )
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_border_at"), ["border_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_registrant_id"), ["registrant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_traveller_id"), ["traveller_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_voyage_id"), ["voyage_id"], unique=False)

    op.create_table(
        "trip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registrant_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("direction", AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "announced",
                "departure seen",
                "entry seen",
                "return seen",
                "withdrawn",
                name="tripstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("departs_on", AutoString(), nullable=False),
        sa.Column("returns_on", AutoString(), nullable=False),
        sa.Column("destination", AutoString(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"]),
        sa.ForeignKeyConstraint(["registrant_id"], ["registrant.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("trip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trip_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_trip_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trip_registrant_id"), ["registrant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trip_state"), ["state"], unique=False)

    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=True),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("audience", AutoString(), nullable=False),
        sa.Column("recipient_ori", AutoString(), nullable=False),
        sa.Column("recipient", AutoString(), nullable=False),
        sa.Column("jurisdiction", AutoString(), nullable=False),
        sa.Column("urgency", AutoString(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"]),
        sa.ForeignKeyConstraint(["read_by"], ["account.id"]),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_jurisdiction"), ["jurisdiction"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_match_id"), ["match_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_raised_at"), ["raised_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_recipient_ori"), ["recipient_ori"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "crossing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("voyage_id", sa.Integer(), nullable=False),
        sa.Column("direction", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=True),
        sa.Column("noticed", sa.Boolean(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"]),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"]),
        sa.ForeignKeyConstraint(["voyage_id"], ["voyage.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("match_id"),
    )
    with op.batch_alter_table("crossing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_crossing_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("confirm", "not a match", "not enough information", name="verdict", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_match_id"), ["match_id"], unique=False)

    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("alert_id"),
    )
    op.create_table(
        "cleared_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registrant_id", sa.Integer(), nullable=False),
        sa.Column("registrant_fingerprint", AutoString(), nullable=False),
        sa.Column("traveller_fingerprint", AutoString(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"]),
        sa.ForeignKeyConstraint(["registrant_id"], ["registrant.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("registrant_id", "registrant_fingerprint", "traveller_fingerprint"),
    )
    with op.batch_alter_table("cleared_pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cleared_pair_registrant_id"), ["registrant_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cleared_pair_traveller_fingerprint"), ["traveller_fingerprint"], unique=False
        )

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("address", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("leased_by", AutoString(), nullable=False),
        sa.Column("leased_until", UTCDateTime(), nullable=True),
        sa.Column("delivered_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("alert_id", "channel", "address"),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_alert_id"), ["alert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_state"), ["state"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("detail", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_delivery_id"), ["delivery_id"], unique=False)
    op.execute("INSERT INTO audit_head (id, entries, hash) VALUES (1, 0, '')")
    op.execute("INSERT INTO registry_version (id, version) VALUES (1, 0)")
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry "
            "FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only()"
        )
        op.execute(
            "CREATE TRIGGER audit_entry_not_truncated BEFORE TRUNCATE ON audit_entry "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only()"
        )


def downgrade() -> None:
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_delivery_id"))

    op.drop_table("attempt")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_state"))
        batch_op.drop_index(batch_op.f("ix_delivery_due_at"))
        batch_op.drop_index(batch_op.f("ix_delivery_alert_id"))

    op.drop_table("delivery")
    with op.batch_alter_table("cleared_pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cleared_pair_traveller_fingerprint"))
        batch_op.drop_index(batch_op.f("ix_cleared_pair_registrant_id"))

    op.drop_table("cleared_pair")
    op.drop_table("acknowledgement")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_match_id"))

    op.drop_table("decision")
    with op.batch_alter_table("crossing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_crossing_trip_id"))

    op.drop_table("crossing")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_trip_id"))
        batch_op.drop_index(batch_op.f("ix_alert_recipient_ori"))
        batch_op.drop_index(batch_op.f("ix_alert_raised_at"))
        batch_op.drop_index(batch_op.f("ix_alert_match_id"))
        batch_op.drop_index(batch_op.f("ix_alert_kind"))
        batch_op.drop_index(batch_op.f("ix_alert_jurisdiction"))

    op.drop_table("alert")
    with op.batch_alter_table("trip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trip_state"))
        batch_op.drop_index(batch_op.f("ix_trip_registrant_id"))
        batch_op.drop_index(batch_op.f("ix_trip_notice_id"))
        batch_op.drop_index(batch_op.f("ix_trip_changed_at"))

    op.drop_table("trip")
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_voyage_id"))
        batch_op.drop_index(batch_op.f("ix_match_traveller_id"))
        batch_op.drop_index(batch_op.f("ix_match_state"))
        batch_op.drop_index(batch_op.f("ix_match_registrant_id"))
        batch_op.drop_index(batch_op.f("ix_match_changed_at"))
        batch_op.drop_index(batch_op.f("ix_match_border_at"))

    op.drop_table("match")
    with op.batch_alter_table("traveller", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_traveller_voyage_id"))
        batch_op.drop_index(batch_op.f("ix_traveller_person_key"))
        batch_op.drop_index(batch_op.f("ix_traveller_manifest_id"))

    op.drop_table("traveller")
    with op.batch_alter_table("reject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reject_intake_id"))

    op.drop_table("reject")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_registrant_reference"))
        batch_op.drop_index(batch_op.f("ix_notice_registrant_id"))
        batch_op.drop_index(batch_op.f("ix_notice_jurisdiction"))

    op.drop_table("notice")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("registrant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registrant_jurisdiction"))
        batch_op.drop_index(batch_op.f("ix_registrant_changed_at"))

    op.drop_table("registrant")
    with op.batch_alter_table("manifest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_manifest_voyage_id"))
        batch_op.drop_index(batch_op.f("ix_manifest_source_file_id"))
        batch_op.drop_index(batch_op.f("ix_manifest_key"))

    op.drop_table("manifest")
    with op.batch_alter_table("intake", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_source_file_id"))
        batch_op.drop_index(batch_op.f("ix_intake_feed_run_id"))
        batch_op.drop_index(batch_op.f("ix_intake_feed"))
        batch_op.drop_index(batch_op.f("ix_intake_at"))

    op.drop_table("intake")
    op.drop_table("voyage")
    op.drop_table("source_file")
    op.drop_table("registry_version")
    op.drop_table("feed_state")
    with op.batch_alter_table("feed_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_run_feed"))

    op.drop_table("feed_run")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_action"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_jurisdiction"))

    op.drop_table("agency")
    op.drop_table("account")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_entry_is_append_only")
