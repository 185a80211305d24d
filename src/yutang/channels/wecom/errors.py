"""What WeCom's error codes mean to us. `errmsg` is never read: its wording changes (official page 90455).

Codes: the official list (page 90455) and go-workwx's copy of it. A code that is not here is a failure of that item.
"""

from yutang.channels.contract.outcomes import Trouble

OK = 0
BUSY, CONFLICT = -1, 6000
TOO_FAST, TOO_MANY_AT_ONCE = 45009, 45033
NOT_TRUSTED_IP = 60020
NO_CONTACTS = 84061  # of a list: the list is empty
# The only refusals that say of what was asked for that it is not there: of any other, nothing is known of it (§3).
NOBODYS_CONTACT = frozenset({40096, 41035, 41056, NO_CONTACTS})
NO_GROUP = frozenset({40050, 90501, 90509})
WELCOME_DELIVERED, WELCOME_ELSEWHERE = 41051, 41096
NO_MEDIA = 40007  # an upload that the platform doesn't know, or not any more (wecom-api.md §3)
MOMENT_UNPUBLISHED = 41062
STILL_DISPATCHED = 41063


def _spread(*codes: int | range) -> tuple[int, ...]:
    return tuple(one for each in codes for one in (each if isinstance(each, range) else (each,)))


def _through(first: int, last: int) -> range:
    return range(first, last + 1)


_TABLE: dict[Trouble, tuple[int, ...]] = {
    # 41062 until that member published, 41063 while a mass message is dispatched, 41078/41079 jobs of Moments,
    # 41096 while another app sends the welcome: all of them pass, in their own time (see PAUSES).
    Trouble.RETRY: (BUSY, CONFLICT, MOMENT_UNPUBLISHED, STILL_DISPATCHED, 41078, 41079, WELCOME_ELSEWHERE),
    Trouble.THROTTLE: (TOO_FAST, TOO_MANY_AT_ONCE),
    Trouble.REAUTH: (40014, 41001, 42001),
    # Credentials; then what an administrator must grant; then the trusted IP, the agent's ticket, a licence.
    Trouble.CONFIG: (
        40001, 40013, 40091, 41002, 41004,
        48002, 60011, 84074, 301002,
        NOT_TRUSTED_IP, 42012, 701008,
    ),
    Trouble.DATA: _spread(
        40003, 40031, 60111, 46004, 301021,  # member invalid or absent
        40096, 41035, 41056,  # external contact invalid
        NO_CONTACTS, 84083, 84084,  # no relation, not a service member, not the follower
        40068, 40071, 40072, 40126, 81011,  # tags
        40007, 41006, 40009, 45001, 40123, 41072, 41080, 41081, 41082, 41090,  # media: upload again
        45029,  # the answer would be too large: ask for less
        _through(40097, 40100), _through(40128, 40131), 40143, 40205,  # inheritance, each customer by itself
        _through(41037, 41045),  # contact ways
        41046, 41047, 41048, 41052, 41093,  # mass sends: no id, bad id, nobody reachable, bad time, cancelled
        41049, 41050, WELCOME_DELIVERED, 41053,  # welcomes: no code, too late, delivered, no consent to archiving
        41054, 41055, 41058,  # member not active, group welcomes: full, not ours
        41059, 41060, 41061, 41067, 41088, 41089,  # Moments
        _through(41068, 41071), 41076, 41077, 41083, 41084,  # intercept rules
        42052,  # recalled after 24 h
        81013, 81017, 82001,  # recipients invalid, or too many
        _through(90500, 90511),  # groups
    ),
    # 41094: reminded too often. kf: five messages, 48 hours, sessions' states.
    Trouble.POLICY: _spread(41094, _through(95000, 95032)),
    Trouble.BUG: (40035, 40058, 40063, 40033, 41064, 41065, 41091, 43001, 43002, 43004),
}  # fmt: skip

TROUBLES: dict[int, Trouble] = {code: trouble for trouble, codes in _TABLE.items() for code in codes}

# Credentials that are refused: the connector stops, for asking on would lock the app (some 2,000 errors an hour).
FATAL = frozenset({40001, 40013, 40091, 41002, 41004, NOT_TRUSTED_IP})

# Seconds until it makes sense to ask again, for what passes in its own time; the rest is retried at once.
PAUSES = {MOMENT_UNPUBLISHED: 300, STILL_DISPATCHED: 60, 41078: 60, 41079: 60, WELCOME_ELSEWHERE: 1}


def trouble(code: int) -> Trouble:
    """Of a code that is not 0. Unknown: this item failed, the batch goes on."""
    return TROUBLES.get(code, Trouble.DATA)
