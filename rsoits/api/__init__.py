"""JSON for machines, over the same services and the same permissions as the console."""

from fastapi import APIRouter, Depends

from rsoits.api import (
    alerts,
    compare,
    coverage,
    feeds,
    files,
    health,
    intakes,
    matches,
    notices,
    registry,
    schema,
    trips,
)
from rsoits.api.answers import REFUSALS
from rsoits.api.schema import BEARER

router = APIRouter(prefix="/api", responses=REFUSALS)
for module in (health, schema):
    router.include_router(module.router)
for module in (matches, trips, alerts, compare, notices, registry, feeds, coverage, files, intakes):
    router.include_router(module.router, dependencies=[Depends(BEARER)])
