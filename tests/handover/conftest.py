"""A ledger connected to a real fakecom: `here.plan(…)`, `here.confirm(id)`, `here.work()`, `here.sums(id)`."""

import pytest
from tests.connections.wecom.conftest import World, fake, world
from tests.handover.tenant import Tenant

__all__ = ["fake", "here", "world"]


@pytest.fixture
def here(world: World) -> Tenant:
    """li follows wm000 … wm009; wang and zhao nobody yet. Nothing is learned."""
    return Tenant(world)
