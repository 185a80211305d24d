"""What is wrong with a rule, as values."""

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """`at`: the place, such as "rule.rules[0].at_least". The sentence of `code` is "fault.<code>" in the locales."""

    at: str
    code: str
    params: dict[str, str | int] = {}
