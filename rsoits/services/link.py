"""Links the records that several jurisdictions keep of one person, and lets a person decide where it is not certain."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session

from matchers.model import default_model
from rsoits.errors import AlreadyDecidedError, NotFoundError, ReasonMissingError
from rsoits.rules.same_person import Judgement, Record, groups, judge, pairs
from rsoits.security.audit import Acting, record, stand_in_line
from rsoits.services.decide import LONGEST_REASON, SHORTEST_REASON
from rsoits.services.plain_text import printable
from rsoits.services.screen import Screener, screen_again
from rsoits.store import links
from rsoits.store.registrants import LINK_LEGAL, LinkState, RecordLink, Registrant, records_of_person

BY_ITSELF = ""
"""Who decided a link that follows from a shared number."""
_NO_LONGER = "the number that linked them has been changed"


def link(session: Session, acting: Acting, registrants: Sequence[Registrant]) -> list[Registrant]:
    """Compare new and changed records with all others: a shared number links, a strong match is suggested.

    What a person decided stays. A link whose number was corrected becomes a suggestion again, and a suggestion that
    nothing speaks for any more is dropped. Protected records are in no link. Returns the records that a link less
    has parted: one match stood for all of them, so each is to be looked for anew.
    """
    touched = {row.id or 0 for row in registrants}
    if not touched:
        return []
    stand_in_line(session)
    fresh = {row.id or 0: links.as_record(row) for row in registrants if not row.protected}
    links.keep_keys(session, {number: fresh[number].keys if number in fresh else () for number in touched})
    judged = _judged(session, fresh)
    known = links.links_touching(session, touched)
    hidden = touched - fresh.keys()
    before = {pair for pair, row in known.items() if row.state is LinkState.LINKED}
    for pair, row in known.items():
        if hidden & set(pair):
            session.delete(row)
        elif row.decided_by == BY_ITSELF and pair not in judged:
            _fade(session, acting, row)
    added = judged.keys() - known.keys()
    for pair, judgement in judged.items():
        if pair in added:
            session.add(_as_link(acting, pair, judgement))
        elif known[pair].decided_by == BY_ITSELF:
            session.add(_take_over(known[pair], _as_link(acting, pair, judgement)))
    session.flush()
    regroup(session, touched.union(*known))
    parted = {pair for pair in before if hidden & set(pair) or known[pair].state is not LinkState.LINKED}
    if added or known:
        linked = sum(judged[pair].certain for pair in added)
        record(session, acting, "records compared", linked=linked, suggested=len(added) - linked, known=len(known))
    return _everyone_with(session, {number for pair in parted for number in pair})


def decide_link(
    session: Session, acting: Acting, screener: Screener, link_id: int, state: LinkState, reason: str
) -> RecordLink:
    """Say that two records are of one person, or are not; raises `ReasonMissingError`, `NotFoundError`.

    Of two that are not, each is looked for anew: the match of the one no longer stands for the other. Raises
    `AlreadyDecidedError` when that has been said already.
    """
    reason = printable(reason, LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise ReasonMissingError
    stand_in_line(session)
    row = session.get(RecordLink, link_id, populate_existing=True)
    if row is None:
        raise NotFoundError
    if state not in LINK_LEGAL[row.state]:
        raise AlreadyDecidedError
    row.state, row.because, row.decided_by, row.at = state, reason, acting.actor, acting.now
    session.add(row)
    session.flush()
    regroup(session, {row.left_id, row.right_id})
    record(session, acting, "records linked" if state is LinkState.LINKED else "link refused", "record link", link_id)
    if state is LinkState.REFUSED:
        screen_again(session, acting, screener, _everyone_with(session, {row.left_id, row.right_id}))
    return row


def regroup(session: Session, touched: Collection[int]) -> None:
    """Give every record that these are linked with, however long the chain, the lowest id of the chain as person."""
    edges: set[tuple[int, int]] = set()
    seen: set[int] = set()
    frontier = set(touched)
    while frontier:
        found = {pair for pair, row in links.links_touching(session, frontier).items() if row.state is LinkState.LINKED}
        edges |= found
        seen |= frontier
        frontier = {number for pair in found for number in pair} - seen
    person = groups(edges)
    for number, row in links.registrants_with(session, person.keys() | links.grouped(session, seen)).items():
        if row.person != person.get(number):
            row.person = person.get(number)
            session.add(row)
    session.flush()


def _everyone_with(session: Session, ids: Collection[int]) -> list[Registrant]:
    """Return these records and all that are of one person with any of them."""
    found = links.registrants_with(session, ids)
    everyone = {row.id: row for each in found.values() for row in records_of_person(session, each)}
    return list(everyone.values())


def _judged(session: Session, fresh: dict[int, Record]) -> dict[tuple[int, int], Judgement]:
    model = default_model()
    found = pairs(links.sharing(session, {key for row in fresh.values() for key in row.keys}), fresh.keys())
    others = links.registrants_with(session, {number for pair in found for number in pair} - fresh.keys())
    everyone = fresh | {number: links.as_record(row) for number, row in others.items()}
    judged = {pair: judge(everyone[pair[0]], everyone[pair[1]], model) for pair in sorted(found)}
    return {pair: judgement for pair, judgement in judged.items() if judgement}


def _as_link(acting: Acting, pair: tuple[int, int], judgement: Judgement) -> RecordLink:
    return RecordLink(
        left_id=pair[0],
        right_id=pair[1],
        state=LinkState.LINKED if judgement.certain else LinkState.SUGGESTED,
        because=judgement.because,
        probability=judgement.explanation.probability,
        explanation=judgement.explanation.to_json(),
        decided_by=BY_ITSELF,
        at=acting.now,
    )


def _take_over(row: RecordLink, new: RecordLink) -> RecordLink:
    if row.state is not new.state:
        row.at = new.at
    row.state, row.because = new.state, new.because
    row.probability, row.explanation = new.probability, new.explanation
    return row


def _fade(session: Session, acting: Acting, row: RecordLink) -> None:
    if row.state is LinkState.LINKED:
        row.state, row.because, row.at = LinkState.SUGGESTED, _NO_LONGER, acting.now
        session.add(row)
    else:
        session.delete(row)
