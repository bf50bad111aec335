"""Roles and what each may do; no role both manages access and reads the audit trail (CJIS Security Policy AC-5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may be allowed to do."""

    READ_MATCHES = "read matches"
    DECIDE = "decide matches"
    SETTLE = "settle disputed matches"
    READ_TRIPS = "read every trip"
    READ_OWN_TRIPS = "read the trips its agency was alerted to"
    READ_INBOX = "read its agency's alerts"
    ACKNOWLEDGE = "acknowledge its agency's alerts"
    READ_MARSHALS_QUEUE = "read the Marshals' queue"
    READ_FEEDS = "read feeds, intakes and rejects"
    RUN_FEEDS = "pause feeds, run them now, and read files again or settle them"
    READ_FILES = "open the bytes of a received file as they came"
    READ_COVERAGE = "read what is observed of the border and what is not"
    UPLOAD = "hand in files"
    READ_NOTICES = "read its jurisdiction's travel notices"
    FILE_NOTICES = "file, amend and cancel its jurisdiction's travel notices"
    REVIEW_NOTICES = "read every travel notice and return it for correction"
    READ_REGISTRY = "read how good the registry is, its own jurisdiction's records or, with feeds, all"
    LINK_RECORDS = "say which registry records are of one person"
    READ_AUDIT = "read and verify the audit trail"
    MANAGE_ACCOUNTS = "manage accounts"


class Role(StrEnum):
    """What a person is here for."""

    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    MARSHAL = "marshal"
    AGENCY = "agency"
    REGISTRY_OFFICER = "registry officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_READING = frozenset({Permission.READ_MATCHES, Permission.READ_TRIPS, Permission.READ_COVERAGE})

MAY: dict[Role, frozenset[Permission]] = {
    Role.ANALYST: _READING | {Permission.DECIDE},
    Role.SUPERVISOR: _READING
    | {
        Permission.DECIDE,
        Permission.SETTLE,
        Permission.READ_FEEDS,
        Permission.READ_MARSHALS_QUEUE,
        Permission.REVIEW_NOTICES,
        Permission.READ_REGISTRY,
        Permission.LINK_RECORDS,
    },
    Role.OPERATOR: frozenset(
        {
            Permission.READ_FEEDS,
            Permission.RUN_FEEDS,
            Permission.READ_FILES,
            Permission.UPLOAD,
            Permission.READ_COVERAGE,
            Permission.READ_REGISTRY,
            Permission.LINK_RECORDS,
        }
    ),
    Role.MARSHAL: frozenset(
        {
            Permission.READ_MARSHALS_QUEUE,
            Permission.READ_TRIPS,
            Permission.READ_COVERAGE,
            Permission.READ_INBOX,
            Permission.ACKNOWLEDGE,
            Permission.REVIEW_NOTICES,
        }
    ),
    Role.AGENCY: frozenset({Permission.READ_INBOX, Permission.ACKNOWLEDGE, Permission.READ_OWN_TRIPS}),
    Role.REGISTRY_OFFICER: frozenset(
        {
            Permission.READ_NOTICES,
            Permission.FILE_NOTICES,
            Permission.READ_REGISTRY,
            Permission.UPLOAD,
            Permission.READ_INBOX,
            Permission.ACKNOWLEDGE,
            Permission.READ_OWN_TRIPS,
        }
    ),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT, Permission.READ_TRIPS, Permission.READ_COVERAGE}),
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_ACCOUNTS}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, in what role and for which agency; a token may limit it to handing in files of one `feed`."""

    account_id: int
    username: str
    name: str
    role: Role
    ori: str = ""
    jurisdiction: str = ""
    feed: str = ""

    def may(self, permission: Permission) -> bool:
        """Tell whether the role holds this permission."""
        return permission in MAY[self.role]
