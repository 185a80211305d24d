"""Every route of the API, by area."""

from typing import Any

from yutang.web.api import (
    advice,
    audit,
    checkup,
    digests,
    document,
    facts,
    imports,
    jobs,
    org,
    preferences,
    retention,
    segment_rules,
    segments,
    session,
    status,
    tags,
    tasks,
    tokens,
    uploads,
    users,
    webhooks,
)

AREAS = (
    document,
    status,
    session,
    users,
    org,
    tokens,
    audit,
    preferences,
    jobs,
    tasks,
    digests,
    webhooks,
    uploads,
    imports,
    checkup,
    advice,
    retention,
    facts,
    tags,
    segments,
    segment_rules,
)
ROUTES: list[Any] = [route for area in AREAS for route in area.routes]
