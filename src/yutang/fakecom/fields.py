"""What a request says, read as the platform does: it takes what it can, and warns of a wrong type."""

from collections.abc import Mapping
from typing import Any, cast

from yutang.fakecom.errors import Refused
from yutang.fakecom.state.corps import Json


class Fields:
    """Members of a JSON object, or of a query. `warned` is set once a value in it had another type than asked for."""

    def __init__(self, given: Mapping[str, Any], within: "Fields | None" = None) -> None:
        self.given: Mapping[str, Any] = given
        self._within = within
        self._warned = False

    @property
    def warned(self) -> bool:
        return self._warned

    def _warn(self) -> None:
        self._warned = True
        if self._within is not None:
            self._within._warn()  # noqa: SLF001 - of the same class

    def __contains__(self, name: str) -> bool:
        return self.given.get(name) is not None

    def text(self, name: str, default: str = "", *, need: int = 0) -> str:
        """A string. `need`: the error when it is absent or empty."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, str):
            self._warn()
            value = str(value) if isinstance(value, int | float) else None
        if need and not value:
            raise Refused(need)
        return default if value is None else value

    def number(self, name: str, default: int = 0, *, need: int = 0) -> int:
        """A whole number; one in quotes counts, with a warning. `need`: the error when it is absent."""
        value = self.given.get(name)
        if value is None and need:
            raise Refused(need)
        if isinstance(value, str):
            self._warn()
            value = int(value) if value.strip().lstrip("-").isdigit() else None
        if isinstance(value, bool | int | float):
            return int(value)
        return default

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.given.get(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self._warn()
        return bool(self.number(name))

    def texts(self, name: str, *, most: int = 0, code: int = 40058) -> list[str]:
        """A list of strings; `code` when there are more than `most` (0: any number)."""
        found = [str(one) for one in self._list(name) if isinstance(one, str | int)]
        if most and len(found) > most:
            raise Refused(code)
        return found

    def numbers(self, name: str) -> list[int]:
        return [int(one) for one in self.texts(name) if one.lstrip("-").isdigit()]

    def object(self, name: str) -> "Fields":
        """An object inside; empty when absent."""
        value = self.given.get(name)
        if value is not None and not isinstance(value, dict):
            self._warn()
        return Fields(cast("Json", value) if isinstance(value, dict) else {}, self)

    def objects(self, name: str) -> list["Fields"]:
        """A list of objects inside."""
        return [Fields(cast("Json", one), self) for one in self._list(name) if isinstance(one, dict)]

    def _list(self, name: str) -> list[Any]:
        value = self.given.get(name)
        if value is not None and not isinstance(value, list):
            self._warn()
            return [value] if isinstance(value, str | int) else []
        return cast("list[Any]", value or [])
