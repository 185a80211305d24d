"""A wheel carries the built console: one without it is not made by accident."""

import os
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INDEX = "src/yutang/web/static/index.html"


class Console(BuildHookInterface):
    def initialize(self, version: str, build_data: dict) -> None:
        """`version`: "standard" for a wheel, "editable" for a checkout, which builds its console by `make console`."""
        if version != "standard" or os.environ.get("YUTANG_WITHOUT_CONSOLE") == "1":
            return
        if not (Path(self.root) / INDEX).exists():
            raise SystemExit(
                f"{INDEX} is missing: run `make console` first, or set YUTANG_WITHOUT_CONSOLE=1 for a wheel without"
            )
