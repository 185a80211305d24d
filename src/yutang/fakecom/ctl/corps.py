"""Corps, apps, parties and members, as an administrator sets them up."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.state.corps import App, Json, Member, Party, Policy
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


def corp_of(fake: "Fake", ask: Fields) -> Corp:
    """The corp that is meant: by `corp`, or the only one (else the first)."""
    corps = fake.state.corps
    found = corps.get(ask.text("corp") or next(iter(corps), ""))
    if found is None:
        raise Refused(40013, "no such corp")
    return found


def member_of(corp: Corp, ask: Fields) -> Member:
    """The member named by `userid`."""
    found = corp.members.get(ask.text("userid"))
    if found is None:
        raise Refused(40003, "no such member")
    return found


@control("POST", "/__ctl/corps")
def add_corp(fake: "Fake", ask: Fields) -> Json:
    """A corp with its policy, apps, parties and members, each as the Struct of its name. A known corpid is 40058."""
    made = msgspec.convert(
        {k: ask.given[k] for k in ("corpid", "name", "industry", "verified", "policy") if k in ask}, Corp
    )
    if made.corpid in fake.state.corps:
        raise Refused(40058, "the corp exists")
    for app in ask.objects("apps"):
        one = msgspec.convert(app.given, App)
        made.apps[one.agentid] = one
    for given in ask.objects("parties"):
        party = msgspec.convert(given.given, Party)
        made.parties[party.id] = party
    for given in ask.objects("members"):
        member = msgspec.convert(given.given, Member)
        made.members[member.userid] = member
    fake.state.corps[made.corpid] = made
    return {"corpid": made.corpid}


@control("POST", "/__ctl/members")
def put_member(fake: "Fake", ask: Fields) -> Json:
    """Add a member, or change the given fields of one."""
    corp = corp_of(fake, ask)
    before = corp.members.get(ask.text("userid"))
    given = {k: v for k, v in ask.given.items() if k != "corp"}
    made = msgspec.convert({**(msgspec.to_builtins(before) if before else {}), **given}, Member)
    corp.members[made.userid] = made
    return msgspec.to_builtins(made)


@control("POST", "/__ctl/apps")
def put_app(fake: "Fake", ask: Fields) -> Json:
    """Add an app, or change the given fields of one. Its callback is saved elsewhere, with a check."""
    corp = corp_of(fake, ask)
    before = corp.apps.get(ask.number("agentid"))
    given = {k: v for k, v in ask.given.items() if k not in {"corp", "callback"}}
    made = msgspec.convert({**(msgspec.to_builtins(before) if before else {}), **given}, App)
    corp.apps[made.agentid] = made
    return {"agentid": made.agentid}


@control("POST", "/__ctl/policy")
def change_policy(fake: "Fake", ask: Fields) -> Json:
    """Any fields of `Policy`, as when an administrator changes the rule of mass sending; all come back."""
    corp = corp_of(fake, ask)
    given = {k: v for k, v in ask.given.items() if k != "corp"}
    corp.policy = msgspec.convert({**msgspec.to_builtins(corp.policy), **given}, Policy)
    return msgspec.to_builtins(corp.policy)


@control("POST", "/__ctl/tokens/kill")
def kill_tokens(fake: "Fake", ask: Fields) -> Json:
    """The platform takes back tokens before their time: of the corp, or of one `agentid`."""
    corp, killed = corp_of(fake, ask), 0
    for token in fake.state.tokens.values():
        of_app = "agentid" not in ask or token.agentid == ask.number("agentid")
        if token.corpid == corp.corpid and of_app and not token.dead:
            token.dead = True
            killed += 1
    return {"killed": killed}
