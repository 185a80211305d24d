"""What is spoiled, and how: a fault has a kind, a glob over paths (or names of events), and how often it strikes.

Kinds for calls of the API
- before anything happened: busy (-1), rate (45009), concurrency (45033), token_expired (42001; the token is dead then),
  reset_before, bad_gateway (502 with HTML), timeout (no answer for `seconds`, then a reset), slow (4.9 s)
- after the state changed: reset_after, timeout_after, bad_gateway_after
- the answer itself: truncated, not_json, wrong_format, extra_fields, type_flips, null_lists, clock_skew (`seconds`)
- groupchat/get only: lag (members as before the last change), stale_version (the version of before)
- get_groupmsg_send_result only: late_results (until `seconds`, 900, after the member's tap nothing is told of some of
  their recipients; `share`, 1.0, of them, the same ones each time)

Kinds for callbacks: cb_lost, cb_duplicate (`times`, 3), cb_delayed (`seconds`, 600), cb_out_of_order (comes after the
next one), cb_clock_skew (`seconds`), cb_no_mem_list, cb_merged (joins of one group, told with the next); and forged
ones that come before the real one: cb_wrong_signature, cb_wrong_receiveid, cb_old_timestamp, cb_big_body, cb_xml_bomb.
"""

import random
from collections.abc import Iterable
from fnmatch import fnmatchcase

from yutang.fakecom.state.world import Fault, State

BEFORE = (
    "busy",
    "rate",
    "concurrency",
    "token_expired",
    "reset_before",
    "bad_gateway",
    "timeout",
    "slow",
)
AFTER = ("reset_after", "timeout_after", "bad_gateway_after")
ANSWER = (
    "truncated",
    "not_json",
    "wrong_format",
    "extra_fields",
    "type_flips",
    "null_lists",
    "clock_skew",
)
INSIDE = ("lag", "stale_version", "late_results")
FORGED = ("cb_wrong_signature", "cb_wrong_receiveid", "cb_old_timestamp", "cb_big_body", "cb_xml_bomb")
ROADS = ("cb_lost", "cb_duplicate", "cb_delayed", "cb_out_of_order")
CONTENT = ("cb_clock_skew", "cb_no_mem_list", "cb_merged")
KINDS = {*BEFORE, *AFTER, *ANSWER, *INSIDE, *FORGED, *ROADS, *CONTENT}


def striking(state: State, kinds: Iterable[str], path: str) -> list[Fault]:
    """The faults of these kinds that strike now; each that could have is counted as seen."""
    wanted = set(kinds)
    return [
        one for one in state.faults if one.kind in wanted and fnmatchcase(path, one.path) and _strikes(one)
    ]


def first(state: State, kinds: Iterable[str], path: str) -> Fault | None:
    """The first that strikes."""
    return next(iter(striking(state, kinds, path)), None)


def _strikes(fault: Fault) -> bool:
    fault.seen += 1
    if fault.seen <= fault.skip or 0 <= fault.count <= fault.hits:
        return False
    # Seeded by what was seen, not by a running generator: a snapshot needs nothing more to go on.
    if random.Random(f"{fault.seed}:{fault.seen}").random() >= fault.probability:  # noqa: S311
        return False
    fault.hits += 1
    return True
