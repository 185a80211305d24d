"""Routes by area. Each handler names the permission it asks for; a test tries each as every role."""

from typing import Any

from yutang.web.api import document, jobs, status

ROUTES: list[Any] = [*document.routes, *status.routes, *jobs.routes]
