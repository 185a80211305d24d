"""A corp: its rules, its apps, and the people who work there. Times are milliseconds since 1970 (virtual)."""

from typing import Any

import msgspec

Json = dict[str, Any]


class Policy(msgspec.Struct, kw_only=True):
    """Caps and habits of the platform for one corp; numbers as in the public documentation of 2025."""

    mass_rule: str = "per_month"  # per_month (as many as the month has days) | per_week7 | per_day1
    mass_settle_s: int = 0  # how long the queries say 41063 after a mass message was made
    tag_cap: int = 3000
    way_quota: int = 500_000
    group_size: int = 500
    customers_per_member: int = 20_000
    welcome_s: int = 20
    welcome_sending_ms: int = 1000  # while one app's welcome is on its way, another app's gets 41096
    welcome_needs_consent: bool = (
        False  # of who has not agreed to the archive a welcome is refused with 41053
    )
    transfer_delay_s: int = 86_400
    moments_per_day: int = 3
    media_s: int = 259_200
    lost_stay_listed: bool = (
        False  # whether who deleted a member still shows in lists: seen both ways, unverified
    )
    lonely_refused: bool = (
        False  # whether one member without customers makes the answer for a list of members 84061: unverified
    )
    short_pages: float = 0.0  # chance that a page is shorter than asked though more follows
    foreign_state: bool = False  # who comes back after deleting has a `state` that is none of ours


class Callback(msgspec.Struct):
    """Where an app's events go. The url was checked when it was saved."""

    url: str
    token: str
    aes_key: str


class App(msgspec.Struct, kw_only=True):
    """A self-built app. `permissions`: contact (客户联系 may be called), archive, kf. Party 1 is everybody."""

    agentid: int
    secret: str
    name: str = ""
    visible_users: list[str] = []
    visible_parties: list[int] = msgspec.field(default_factory=lambda: [1])
    permissions: list[str] = msgspec.field(default_factory=lambda: ["contact"])
    trusted_ips: list[str] = []  # none: any address may call
    callback: Callback | None = None


class Party(msgspec.Struct):
    id: int
    name: str
    parent: int = 1


class Member(msgspec.Struct, kw_only=True):
    """One who works there. `in_follow_scope`: has 客户联系. `console_welcome`: a welcome set in the console."""

    userid: str
    name: str
    parties: list[int] = msgspec.field(default_factory=lambda: [1])
    mobile: str = ""
    position: str = ""
    activated: bool = True
    realname: bool = True
    in_follow_scope: bool = True
    console_welcome: bool = False
    archived: bool = True
    resigned_at: int = 0
    open_userid: str = ""
    confirms: Json = {}  # standing behaviour with tasks: probability and delay


class Token(msgspec.Struct):
    """`dead`: the platform took it back before its time."""

    corpid: str
    agentid: int
    until: int
    dead: bool = False
