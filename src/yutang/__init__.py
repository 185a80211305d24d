"""Yutang: private-domain operations, self-hosted."""

import os

# Arrow's own pool keeps what it once had (make bench ONLY=import.2gb), for nothing here. Only the environment reaches
# all of Arrow, and only before it is loaded.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
