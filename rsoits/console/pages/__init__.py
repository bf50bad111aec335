"""The console's pages, one module per noun."""

from fastapi import APIRouter

from rsoits.console.pages import (
    accounts,
    alerts,
    audit,
    coverage,
    feeds,
    intakes,
    live,
    marshals,
    matches,
    notice,
    notice_drafts,
    notices,
    quarantine,
    registry,
    registry_links,
    rejects,
    review,
    sign_in,
    trips,
)

router = APIRouter(include_in_schema=False)
_OF_NOTICES = (notices, notice_drafts, notice)
"""In this order: an address that is no number is not for the page of one notice."""

_OF_RECORDS = (registry, registry_links)
_OF_FEEDS = (intakes, rejects, quarantine, feeds, coverage)
"""In this order: what is no feed's name is not for the page of one feed."""

for module in (
    *(sign_in, live, matches, review, trips, alerts, marshals),
    *(*_OF_FEEDS, *_OF_NOTICES, *_OF_RECORDS, audit, accounts),
):
    router.include_router(module.router)
