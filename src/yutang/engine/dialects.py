"""Where databases differ. Conditions are written in what all of them share; a new one is a class here."""

from typing import Literal

Name = Literal["duckdb", "postgresql"]


class Dialect:
    """DuckDB, and what holds elsewhere too."""

    def place(self, name: str) -> str:
        """A named parameter."""
        return f"${name}"

    def bits(self, column: str, mask: int) -> str:
        """The bits of a column that a mask covers."""
        return f"({column} & {mask})"

    def contains(self, column: str, part: str) -> str:
        """Where `part` begins in a text, from 1; 0: nowhere."""
        return f"position({part} in {column})"

    def day_of_year(self, number: str) -> str:
        """month * 100 + day of a day number since 1970; numbers that are no day of our calendar give 0."""
        date = f"(date '1970-01-01' + cast({number} as integer))"
        told = f"cast(extract(month from {date}) * 100 + extract(day from {date}) as integer)"
        return f"case when {number} between -700000 and 2900000 then {told} else 0 end"

    def hours(self, count: int) -> str:
        """So many hours, as an interval."""
        return f"interval '{count}' hour"


class Postgresql(Dialect):
    """PostgreSQL, with the driver's own form of parameters."""

    def place(self, name: str) -> str:
        return f"%({name})s"


DIALECTS: dict[Name, Dialect] = {"duckdb": Dialect(), "postgresql": Postgresql()}
