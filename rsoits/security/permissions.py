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
    UPLOAD = "hand in files"
    READ_NOTICES = "read its jurisdiction's travel notices"
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


_READING = frozenset({Permission.READ_MATCHES, Permission.READ_TRIPS})

MAY: dict[Role, frozenset[Permission]] = {
    Role.ANALYST: _READING | {Permission.DECIDE},
    Role.SUPERVISOR: _READING
    | {Permission.DECIDE, Permission.SETTLE, Permission.READ_FEEDS, Permission.READ_MARSHALS_QUEUE},
    Role.OPERATOR: frozenset({Permission.READ_FEEDS, Permission.UPLOAD}),
    Role.MARSHAL: frozenset(
        {
            Permission.READ_MARSHALS_QUEUE,
            Permission.READ_TRIPS,
            Permission.READ_INBOX,
            Permission.ACKNOWLEDGE,
        }
    ),
    Role.AGENCY: frozenset({Permission.READ_INBOX, Permission.ACKNOWLEDGE, Permission.READ_OWN_TRIPS}),
    Role.REGISTRY_OFFICER: frozenset(
        {
            Permission.READ_NOTICES,
            Permission.UPLOAD,
            Permission.READ_INBOX,
            Permission.ACKNOWLEDGE,
            Permission.READ_OWN_TRIPS,
        }
    ),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT, Permission.READ_TRIPS}),
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_ACCOUNTS}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting, in what role and for which agency."""

    account_id: int
    username: str
    name: str
    role: Role
    ori: str = ""
    jurisdiction: str = ""

    def may(self, permission: Permission) -> bool:
        """Tell whether the role holds this permission."""
        return permission in MAY[self.role]
