"""The whole of what the fake knows. Every time in it is in milliseconds; answers show seconds."""

import msgspec

from yutang.fakecom.state.contacts import (
    Asking,
    ContactWay,
    External,
    Follow,
    Strategy,
    TagGroup,
    WelcomeCode,
)
from yutang.fakecom.state.corps import App, Json, Member, Party, Policy, Token
from yutang.fakecom.state.groups import Group, GroupTemplate, JoinWay
from yutang.fakecom.state.sends import Delivery, MassMessage, Moment, MomentJob, Transfer
from yutang.fakecom.state.things import (
    AppChat,
    AppMessage,
    Day,
    InterceptRule,
    Job,
    KfAccount,
    KfMessage,
    KfSession,
    Link,
    Media,
    Product,
    Record,
    Reel,
)


class Corp(msgspec.Struct, kw_only=True):
    """One corp and all that is in it. `follows`: userid → external_userid → relation, in order of serial."""

    corpid: str
    name: str = ""
    industry: str = ""
    verified: bool = True
    policy: Policy = msgspec.field(default_factory=Policy)
    serial: int = 0
    apps: dict[int, App] = {}
    parties: dict[int, Party] = {}
    members: dict[str, Member] = {}
    externals: dict[str, External] = {}
    follows: dict[str, dict[str, Follow]] = {}
    asking: list[Asking] = []
    tag_groups: dict[str, TagGroup] = {}
    strategies: dict[int, Strategy] = {}
    ways: dict[str, ContactWay] = {}
    temp_ways: dict[str, int] = {}  # day → temporary ways made that day
    welcome_codes: dict[str, WelcomeCode] = {}
    groups: dict[str, Group] = {}
    join_ways: dict[str, JoinWay] = {}
    group_templates: dict[str, GroupTemplate] = {}
    mass: dict[str, MassMessage] = {}
    moments: dict[str, Moment] = {}
    moment_jobs: dict[str, MomentJob] = {}
    tastes: Json = {}  # what customers do with Moments they see, by habit (life.habits.Taste)
    transfers: list[Transfer] = []
    deliveries: list[Delivery] = []
    media: dict[str, Media] = {}
    jobs: dict[str, Job] = {}
    products: dict[str, Product] = {}
    intercept_rules: dict[str, InterceptRule] = {}
    links: dict[str, Link] = {}
    app_messages: dict[str, AppMessage] = {}
    appchats: dict[str, AppChat] = {}
    kf_accounts: dict[str, KfAccount] = {}
    kf_sessions: dict[str, KfSession] = {}
    kf_messages: list[KfMessage] = []
    archive: list[Record] = []
    reels: list[Reel] = []
    agreed: dict[str, Json] = {}  # consent to archiving by "userid|external_userid" or chat_id
    days: dict[str, dict[str, Day]] = {}  # day → userid → counts
    counters: dict[str, list[int]] = {}  # whatever is counted against a cap, by a name of the owner's choice


class Settings(msgspec.Struct, kw_only=True):
    """How the whole fake behaves. Rates: the public limits per API."""

    latency_ms: int = 0
    vary_words: bool = False  # errors in other words each time: nobody may match on them
    same_token: bool = True  # whether gettoken repeats the token while it is valid
    refuse_escapes: bool = True  # JSON with literal \\uXXXX is refused (40033)
    corp_minute: int = 10_000
    corp_hour: int = 150_000
    ip_minute: int = 20_000
    ip_hour: int = 600_000
    concurrency: int = 100
    push_timeout_s: float = 5.0
    push_attempts: int = 3
    push_pause_s: float = 0.0
    check_timeout_s: float = 1.0


class Code(msgspec.Struct, kw_only=True):
    """What a login page gives its caller: good for five minutes, once."""

    corpid: str
    userid: str = ""
    external_userid: str = ""
    until: int
    used: bool = False


class Window(msgspec.Struct):
    """Calls counted in the minute and in the hour of one bucket, and until when it is shut."""

    minute: int = 0
    in_minute: int = 0
    hour: int = 0
    in_hour: int = 0
    shut_until: int = 0


class Due(msgspec.Struct, order=True):
    """Something that happens at `at`; of two at the same time the one planned first is first."""

    at: int
    number: int
    kind: str
    corpid: str
    what: Json = {}


class Fault(msgspec.Struct, kw_only=True):
    """Something to spoil. `path`: a glob over API paths (or event names, for callbacks). `count`: how often at
    most, -1 for ever; `skip`: how many to let pass first."""

    number: int = 0
    kind: str
    path: str = "*"
    probability: float = 1.0
    count: int = -1
    skip: int = 0
    seed: int = 0
    hits: int = 0
    seen: int = 0
    how: Json = {}  # its own numbers: seconds, times


class Push(msgspec.Struct, kw_only=True):
    """A callback under way: its plaintext stays the same over all attempts."""

    number: int
    corpid: str
    agentid: int
    event: str
    plain: str
    made_at: int
    spoil: str = ""
    attempts: int = 0


class Pushed(msgspec.Struct, kw_only=True):
    """What became of one attempt. outcome: answered, refused (no 200 or a body), timeout, unreachable, lost,
    gave_up. `key`: the first half of the plaintext's SHA-256."""

    number: int
    at: int
    corpid: str
    agentid: int
    event: str
    attempt: int
    outcome: str
    key: str
    detail: str = ""


class State(msgspec.Struct, kw_only=True):
    """Everything. `now`: virtual milliseconds; `rate`: virtual seconds in a real one, 0 while it stands still."""

    now: int = 1_760_000_000_000
    rate: float = 0.0
    seed: int = 1
    drawn: int = 0
    planned: int = 0
    settings: Settings = msgspec.field(default_factory=Settings)
    corps: dict[str, Corp] = {}
    tokens: dict[str, Token] = {}
    codes: dict[str, Code] = {}
    agenda: list[Due] = []
    windows: dict[str, Window] = {}
    faults: list[Fault] = []
    outbox: dict[int, Push] = {}
    held: list[Push] = []
    merging: list[Json] = []
    pushed: list[Pushed] = []
    push_count: int = 0
    fault_count: int = 0
