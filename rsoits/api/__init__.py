"""JSON for machines, over the same services and the same permissions as the console."""

from fastapi import APIRouter

from rsoits.api import alerts, compare, health, matches, trips

router = APIRouter(prefix="/api")
for module in (health, matches, trips, alerts, compare):
    router.include_router(module.router)
