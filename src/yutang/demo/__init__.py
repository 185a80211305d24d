"""The simulated tenant: a pure function from (seed, day) to the files that an operator has, and the truth."""

from yutang.demo.tenant import world, write

__all__ = ["world", "write"]
