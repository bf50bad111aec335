"""What is true of the invented world, in the words of what is on record."""

from __future__ import annotations

from sqlmodel import Session

from rsoits.store.manifests import Manifest, Traveller
from rsoits.store.registrants import Registrant
from sample_data.notices import Case
from sample_data.places import JURISDICTIONS
from sample_data.world import World


def true_records(world: World) -> dict[str, set[str]]:
    """Return the true registrant records of each traveller, by his id in the truth."""
    known: dict[str, set[str]] = {}
    for sighting in world.truth.sightings:
        known.setdefault(sighting.traveller_id, set()).update(sighting.traveller.registrant_ids)
    for notice in world.truth.notices:
        if notice.traveller_id:
            known.setdefault(notice.traveller_id, set()).add(notice.reference)
    return known


def true_people(world: World) -> dict[str, str]:
    """Return by the reference of a record the first record of the same person; those with one record are left out.

    A foreign partner's warning of a registrant is a record of that person.
    """
    known = {number: person.registrant_ids[0] for person in world.truth.people for number in person.registrant_ids}
    warned = [notice for notice in world.truth.notices if notice.case == Case.PARTNER_KNOWN]
    return known | {notice.reference: known.get(notice.registrant_id, notice.registrant_id) for notice in warned}


def truth_id(session: Session, traveller: Traveller) -> str:
    """Return a traveller's id in the world's truth: the sender's number of him, else his place in a vessel's notice."""
    if number := traveller.references.get("unique") or traveller.references.get("crossing_id"):
        return number
    return f"{session.get_one(Manifest, traveller.manifest_id).reference}/{traveller.position + 1}"


def sent_reference(registrant: Registrant) -> str:
    """Return the reference as its sender wrote it; what a foreign partner's warning says is stored behind his code."""
    if registrant.jurisdiction in JURISDICTIONS:
        return registrant.reference
    return registrant.reference.removeprefix(f"{registrant.jurisdiction}-")
