"""Yutang: private-domain operations, self-hosted."""

import os

# Arrow's own pool keeps what it once had: 60 MiB of an import's memory (make bench ONLY=import), for nothing here. Only
# the environment reaches all of Arrow, and only before it is loaded.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
