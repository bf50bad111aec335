"""Takes a match for one reader, so that nobody gets the same case twice."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, or_, select

from rsoits.errors import AlreadyDecidedError, ClaimedByAnotherError, NotFoundError, SecondReaderMustDifferError
from rsoits.security.audit import Acting, record, stand_in_line
from rsoits.store.matches import UNDECIDED, Decision, Match, MatchState, take


def claim(session: Session, acting: Acting, match_id: int, until: datetime) -> Match:
    """Hold a match for the acting account until `until`; claiming one's own again extends it.

    Raises `NotFoundError`, `AlreadyDecidedError`, `ClaimedByAnotherError` or `SecondReaderMustDifferError`.
    """
    stand_in_line(session)
    match = session.get(Match, match_id, populate_existing=True)
    if match is None:
        raise NotFoundError
    account = acting.account_id or 0
    if match.state not in (*UNDECIDED, MatchState.INSUFFICIENT):
        raise AlreadyDecidedError
    if must_be_read_by_another(session, match, account):
        raise SecondReaderMustDifferError
    if not take(session, match_id, account, acting.now, until):
        raise ClaimedByAnotherError
    record(session, acting, "match claimed", "match", match_id)
    return session.get_one(Match, match_id)


def let_go(session: Session, acting: Acting, match_id: int) -> None:
    """Give a claimed match back to the queue."""
    stand_in_line(session)
    match = session.get(Match, match_id, populate_existing=True)
    if match and match.claimant(acting.now) == acting.account_id:
        match.claimed_by, match.claimed_until, match.changed_at = None, None, acting.now
        session.add(match)
        record(session, acting, "match let go", "match", match_id)


def next_unclaimed(session: Session, account_id: int, now: datetime) -> int | None:
    """Return the undecided match nearest to the border that this account may read and nobody else is reading."""
    read_already = select(Decision.match_id).where(Decision.account_id == account_id)
    free = or_(col(Match.claimed_by).is_(None), col(Match.claimed_by) == account_id, col(Match.claimed_until) <= now)
    return session.exec(
        select(Match.id)
        .where(
            col(Match.state).in_((MatchState.OPEN, MatchState.SECOND_READING)), free, col(Match.id).not_in(read_already)
        )
        .order_by(col(Match.border_at).is_(None), col(Match.border_at), col(Match.bits).desc(), col(Match.id))
        .limit(1)
    ).first()


def must_be_read_by_another(session: Session, match: Match, account_id: int) -> bool:
    """Tell whether this account has had its say: who has read a match neither reads it again nor settles it."""
    if match.state not in (MatchState.SECOND_READING, MatchState.DISPUTED):
        return False
    found = select(Decision.id).where(Decision.match_id == match.id, Decision.account_id == account_id)
    return session.exec(found).first() is not None
