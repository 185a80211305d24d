"""Whatever we say and whatever members do by hand: after a sync and a push the platform has what it should.

Of tags of our own: exactly what we say. Of shared ones: all that we say but what somebody took off, and all that others
put on. Of others' tags: what others did. Then there is nothing left to do, and nothing that we did became a fact.
"""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.connections.wecom.conftest import MEMBERS
from tests.segments.tags.wecom.conftest import Keeper

from fakecom.people import befriend, corp_in
from fakecom.running import CORP, ONE_APP, Running

OWN, SHARED, FOREIGN = "意向/高", "档位/299", "别人/的"
PEOPLE = [f"wm{n}" for n in range(4)]
STAFF = ("li", "wang")
act = st.tuples(
    st.sampled_from(("say", "say", "unsay", "put", "put", "take", "leave", "meet", "learn", "push")),
    st.integers(0, 1), st.integers(0, 3), st.sampled_from((OWN, SHARED, FOREIGN)),
)  # fmt: skip


class Model:
    """What should be there: what we say, what others put on and what they took off of ours."""

    def __init__(self, here: Keeper) -> None:
        self.here = here
        self.said: set[tuple[str, str]] = set()  # (customer, tag)
        self.hands: set[tuple[str, str, str]] = set()  # shared and foreign marks by hand
        self.taken: set[tuple[str, str, str]] = set()

    def friends(self) -> set[tuple[str, str]]:
        return {(userid, one) for userid, of in corp_in(self.here.fake).follows.items() for one in of}

    def ours(self, tag: str) -> set[tuple[str, str, str]]:
        return {(userid, one, tag) for userid, one in self.friends() if (one, tag) in self.said}

    def should(self) -> set[tuple[str, str, str]]:
        kept = {one for one in self.hands if one[:2] in self.friends()}
        return self.ours(OWN) | (self.ours(SHARED) - self.taken) | kept

    def live(self, name: str, userid: str, person: str, tag: str) -> None:
        here, pair = self.here, (userid, person, tag)
        friend = (userid, person) in self.friends()
        marked = pair in here.there()
        if name in ("say", "unsay") and tag != FOREIGN and ((person, tag) in self.said) is (name == "unsay"):
            here.bear(person, here.tags[tag], off=name == "unsay")
            self.said ^= {(person, tag)}
            if name == "unsay":
                here.push()  # what was taken off by hand is forgotten when it is wanted no more
                self.taken = {one for one in self.taken if one[1:] != (person, tag)}
        elif name == "put" and friend and not marked:
            self.hand(pair, add=True)
        elif name == "take" and marked:
            self.hand(pair, add=False)
        elif name == "leave" and friend:
            here.fake.ctl("delete", userid=userid, external_userid=person, by="member")
            self.settle()
            self.hands = {one for one in self.hands if one[:2] != (userid, person)}
            self.taken = {one for one in self.taken if one[:2] != (userid, person)}
        elif name == "meet" and not friend:
            befriend(here.fake, userid, person)
        elif name == "learn":
            here.learn()
        elif name == "push":
            self.settle()

    def hand(self, pair: tuple[str, str, str], *, add: bool) -> None:
        """In the app; then it is learned, for what two did to one mark between two looks nobody can tell."""
        tag = pair[2]
        self.settle()
        if (pair in self.here.there()) is add:
            return
        self.here.by_hand(*pair[:2], **{"add" if add else "remove": tag})
        self.here.learn()
        if tag == OWN:
            return
        if add:
            self.hands.add(pair)
            self.taken.discard(pair)
        elif pair in self.hands:
            self.hands.discard(pair)
        else:
            self.taken.add(pair)

    def settle(self) -> None:
        self.here.learn()
        self.here.push()


def _world(folder: Path, fake: Running) -> Keeper:
    here = Keeper(folder, fake)
    for userid in STAFF:
        befriend(fake, userid, *PEOPLE[:2])
    befriend(fake, "zhao", *PEOPLE)  # they are somebody's from the beginning
    for whole in (SHARED, FOREIGN):
        group, name = whole.split("/")
        fake.ctl("console/tags", group_name=group, tags=[name])
    here.learn()
    here.tags = dict(zip((OWN, SHARED), here.keep(OWN, SHARED), strict=True))
    here.push()
    return here


@pytest.mark.laws
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(act, min_size=4, max_size=16))
def test_the_platform_has_what_it_should(acts: list[tuple[str, int, int, str]]) -> None:
    fake = Running()
    fake.ctl("corps", corpid=CORP, apps=ONE_APP, members=MEMBERS)
    with tempfile.TemporaryDirectory() as folder:
        here = _world(Path(folder), fake)
        try:
            model = Model(here)
            for name, member, person, tag in acts:
                model.live(name, STAFF[member], PEOPLE[person], tag)
            model.settle()
            assert here.there() == model.should()
            here.learn()
            assert here.facts() == {one for one in model.hands if one[:2] in model.friends()}
            before, calls = here.count(), here.calls()
            assert set(here.push().values()) == {0}
            here.learn()
            assert (here.count(), here.calls()) == (before, calls)
        finally:
            here.close()
            fake.close()
