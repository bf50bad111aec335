"""The console's pages, one module per noun."""

from fastapi import APIRouter

from rsoits.console.pages import (
    accounts,
    alerts,
    audit,
    feeds,
    live,
    marshals,
    matches,
    notices,
    review,
    sign_in,
    trips,
)

router = APIRouter(include_in_schema=False)
for module in (sign_in, live, matches, review, trips, alerts, marshals, feeds, notices, audit, accounts):
    router.include_router(module.router)
