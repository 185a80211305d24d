"""Going through a rule's tree: children with their places, depth without recursion."""

from collections.abc import Iterator

from yutang.engine.rule import All, AnyOf, Leaf, Not, Rule


def children(rule: Rule) -> list[tuple[str, Rule]]:
    """The rules directly inside, each with the end of its place: ".rules[0]", ".rule"."""
    if isinstance(rule, All | AnyOf):
        return [(f".rules[{n}]", inner) for n, inner in enumerate(rule.rules)]
    return [(".rule", rule.rule)] if isinstance(rule, Not) else []


def nodes(rule: Rule, at: str = "rule") -> Iterator[tuple[str, Rule, int]]:
    """Every node as (place, node, level), the root is level 1. Uses no stack of calls, whatever the depth."""
    waiting: list[tuple[str, Rule, int]] = [(at, rule, 1)]
    while waiting:
        place, node, level = waiting.pop()
        yield place, node, level
        waiting += [(place + end, inner, level + 1) for end, inner in reversed(children(node))]


def leaves(rule: Rule, at: str = "rule") -> Iterator[tuple[str, Leaf]]:
    """Every condition with its place, in the order of the rule."""
    for place, node, _ in nodes(rule, at):
        if not isinstance(node, All | AnyOf | Not):
            yield place, node
