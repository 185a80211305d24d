"""Routes by area. Each handler names the permission it asks for; a test tries each as every role."""

from typing import Any

from yutang.web.api import (
    advice,
    audit,
    checkup,
    digests,
    document,
    imports,
    jobs,
    preferences,
    session,
    status,
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
)
ROUTES: list[Any] = [route for area in AREAS for route in area.routes]
