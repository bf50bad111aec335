"""One match: the two records side by side, what spoke for and against, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import Response

from matchers.evidence import Explanation
from rsoits.access import Acts, Writing, house_of, may
from rsoits.console.addresses import RowId, RowQuery, Text
from rsoits.console.comparison import compare
from rsoits.console.outcome import outcome_of
from rsoits.console.provenance import sources
from rsoits.console.rendering import go_to, is_partial, page
from rsoits.console.sight import verdicts_for
from rsoits.console.waterfall import waterfall
from rsoits.errors import NotFoundError, ReasonMissingError
from rsoits.rules.quality import is_stale
from rsoits.security.audit import record
from rsoits.security.permissions import Actor, Permission
from rsoits.services.claim import claim, next_unclaimed
from rsoits.services.decide import SHORTEST_REASON, decide
from rsoits.services.earlier import earlier_records
from rsoits.services.notify import Directory
from rsoits.store.files import SourceFile
from rsoits.store.listings import names_of
from rsoits.store.manifests import Manifest
from rsoits.store.matches import DECIDABLE, Match, MatchState, Verdict, decisions_of
from rsoits.store.queue import queue_row
from rsoits.store.registrants import records_of_person
from rsoits.store.trips import crossing_of_match

router = APIRouter(prefix="/matches")
Reader = Annotated[Actor, Depends(may(Permission.READ_MATCHES))]
Decider = Annotated[Actor, Depends(may(Permission.DECIDE))]

REASONS = {
    Verdict.CONFIRM: ("Name, birth date and document agree.", "Alias, birth date and nationality agree."),
    Verdict.NOT_A_MATCH: (
        "Birth date and document belong to another person.",
        "A namesake: nothing but the name agrees.",
    ),
    Verdict.INSUFFICIENT: (
        "No birth date or document to tell the two apart.",
        "Asked the registering agency for particulars.",
    ),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form held when it was sent, and what was wrong with it."""

    verdict: Verdict | None = None
    reason: str = ""
    error: str = ""


@router.get("/{match_id}")
def review(
    request: Request,
    match_id: RowId,
    actor: Reader,
    session: Writing,
    acts: Acts,
    verdict: Verdict | None = None,
    decided: RowQuery = None,
) -> Response:
    """Show one match; that it was looked at goes on record (CJIS Security Policy AU-2)."""
    shown = _everything(session, actor, match_id, acts)
    record(session, acts, "match read", "match", match_id)
    return page(
        request, "review.html", {**shown, "draft": Draft(verdict), "outcome": outcome_of(session, actor, decided)}
    )


@router.post("/{match_id}/decision")
def give_verdict(
    request: Request,
    match_id: RowId,
    actor: Decider,
    acts: Acts,
    verdict: Annotated[Verdict | None, Form()] = None,
    reason: Annotated[Text, Form(max_length=5000)] = "",
) -> Response:
    """Record the verdict and go on to the next match; a form that is not complete comes back as it was."""
    house = house_of(request)
    if verdict is None:
        return _again(request, actor, acts, match_id, Draft(None, reason, "Choose one of the three verdicts."))
    try:
        with house.database.writing() as session:
            decide(
                session,
                acts,
                actor,
                Directory.of(house.settings),
                match_id,
                verdict,
                reason,
                timedelta(days=house.settings.cleared_days),
            )
            following = next_unclaimed(session, actor.account_id, acts.now)
            if following:
                claim(session, acts, following, acts.now + timedelta(minutes=house.settings.claim_minutes))
    except ReasonMissingError as missing:
        return _again(request, actor, acts, match_id, Draft(verdict, reason, str(missing)))
    return go_to(request, f"/matches/{following}?decided={match_id}" if following else f"/matches?decided={match_id}")


def _again(request: Request, actor: Actor, acts: Acts, match_id: int, draft: Draft) -> Response:
    """Show the form once more, as it was sent, with what is missing; htmx gets the form alone."""
    block = "decision" if is_partial(request) else ""
    with house_of(request).database.reading() as session:
        shown = {**_everything(session, actor, match_id, acts), "draft": draft, "outcome": None}
        return page(request, "review.html", shown, block=block, status=422)


def _everything(session: Session, actor: Actor, match_id: RowId, acts: Acts) -> dict[str, object]:
    row = queue_row(session, match_id)
    if row is None:
        raise NotFoundError
    match, explanation = row.match, Explanation.from_json(row.match.explanation)
    decisions = decisions_of(session, match_id)
    told = verdicts_for(actor, match, decisions)
    manifest = session.get_one(Manifest, row.traveller.manifest_id)
    crossing = crossing_of_match(session, match_id)
    earlier = earlier_records(session, row.traveller, match.registrant_id)
    before = [decision for record in earlier for decision in record.decisions]
    claimant = match.claimant(acts.now)
    has_read = any(decision.account_id == actor.account_id for decision in decisions)
    may_decide = actor.may(Permission.DECIDE) and match.state in DECIDABLE
    return {
        "row": row,
        "match": match,
        "explanation": explanation,
        "fields": compare(row.traveller, row.registrant, explanation),
        "chart": waterfall(explanation),
        "manifest": manifest,
        "earlier": earlier,
        "also": records_of_person(session, row.registrant)[1:],
        "sources": sources(session, row.registrant),
        "is_stale": is_stale(row.registrant.as_of, acts.now.date()),
        "file_name": session.get_one(SourceFile, manifest.source_file_id).name,
        "decisions": told,
        "readers": names_of(session, {decision.account_id for decision in (*told, *before)}),
        "hidden": len(decisions) - len(told),
        "trip_id": crossing.trip_id if crossing and len(told) == len(decisions) else None,
        "claimant": claimant,
        "is_mine": claimant == actor.account_id,
        "may_decide": may_decide and claimant in (None, actor.account_id),
        "why_not": _why_not(match, actor, claimant, row.reader, has_read=has_read),
        "reasons": REASONS,
        "shortest": SHORTEST_REASON,
    }


def _why_not(match: Match, actor: Actor, claimant: int | None, reader: str | None, *, has_read: bool) -> str:
    """Say why this person cannot decide; empty when they can."""
    if match.state not in DECIDABLE:
        return f"This match has been decided: {match.state}."
    if not actor.may(Permission.DECIDE):
        return "Your role reads matches and does not decide them."
    if match.state is MatchState.DISPUTED and not actor.may(Permission.SETTLE):
        return "Two readers disagree. A supervisor settles it."
    if has_read and match.state in {MatchState.SECOND_READING, MatchState.DISPUTED}:
        return "You have read this match. Someone else has to read it now, without seeing what you said."
    if claimant not in (None, actor.account_id):
        return f"{reader} is reading this match."
    return ""
