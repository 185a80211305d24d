"""A tenant that was filled by the ordinary import, seen through the API by an administrator."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from yutang.importers.actions import bring_in
from yutang.importers.model import Options, Summary
from yutang.kit.clock import DAY

NOON = 1_717_214_400_000_000  # 1 June 2024, noon in Shanghai


class Imported:
    """`bring` imports texts by name, each call as of a later day; `admin` asks the API."""

    def __init__(self, served: SimpleNamespace, folder: Path) -> None:
        self.served, self.ledger, self.folder = served, served.ledger, folder
        self.admin = served.client("administrator")
        self.days = 0

    def bring(self, files: dict[str, str | bytes], **how: Any) -> Summary:
        self.days += 1
        folder = self.folder / f"in{self.days}"
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        options = Options(**({"zone": "Asia/Shanghai"} | how))
        return bring_in(self.ledger, [folder], options, now=NOON + self.days * DAY,
                        rejects=self.folder / f"rejects{self.days}.csv")  # fmt: skip

    def get(self, path: str, **params: Any) -> Any:
        answer = self.admin("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, *, method: str = "POST") -> Any:
        answer = self.admin(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json()

    def id(self, external: str) -> str:
        """Of the customer who has this account."""
        rows = self.ledger.analytics.rows(
            "select customer_id from identity where external_id = ?", [external]
        )
        return str(rows[0][0])

    def page(self, external: str) -> Any:
        return self.get(f"/customers/{self.id(external)}")
