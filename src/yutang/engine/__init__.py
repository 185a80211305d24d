# pyright: reportUnknownVariableType=false
"""Rules that say who qualifies: checked, compiled to SQL, asked on a cursor. Named steps of SQL: engine.steps."""

from yutang.engine.catalogue import World
from yutang.engine.check import check
from yutang.engine.codec import parse, schema
from yutang.engine.compile import Query, compile_rule
from yutang.engine.evaluate import Scope, count, fall_off, ids, is_in, overlap
from yutang.engine.explain import explain
from yutang.engine.faults import Fault
from yutang.engine.rule import Rule
from yutang.engine.sweep import diff

__all__ = [
    "Fault", "Query", "Rule", "Scope", "World", "check", "compile_rule", "count", "diff", "explain", "fall_off",
    "ids", "is_in", "overlap", "parse", "schema",
]  # fmt: skip
