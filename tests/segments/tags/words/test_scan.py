"""Tags by words: over new messages once, counted within the window, with the messages as evidence; also when killed."""

import json

import pytest
from tests.segments.tags.conftest import NOW, Shop

from ledger.batch import DAY, SECOND, START, join, say
from yutang.accounts.model import Scope
from yutang.engine.rule import All
from yutang.ledger.catalogue import Kind, Role
from yutang.segments.tags import rules
from yutang.segments.tags.history import of_customer
from yutang.segments.tags.rules import Setting
from yutang.segments.tags.words import scan
from yutang.segments.tags.words.model import Words
from yutang.segments.tags.words.sample import sample
from yutang.segments.tags.words.scan import by_words


@pytest.fixture
def sown(shop: Shop) -> Shop:
    shop.ids = shop.people("安波晨")
    shop.tag = shop.make("意向/退款")
    return shop


def _rule(shop: Shop, *words: str, until_days: int | None = None, tag_id: int | None = None, **more) -> None:
    says = Words(words=list(words), **more)
    shop.put(tag_id or shop.tag.id, Setting(says=says, until_days=until_days))


def _say(shop: Shop, who: str, text: str, *, at: int = NOW - DAY, role: Role = Role.PERSON) -> None:
    shop.take(say("群", who, at, text, role=role))


def _run(shop: Shop, now: int = NOW, **more) -> int:
    return by_words(shop.ledger, now=now, **more).added


def test_who_says_it_gets_the_tag_once(sown: Shop) -> None:
    _rule(sown, "退款")
    _say(sown, "安", "我要退款")
    _say(sown, "波", "今天天气好")
    assert (_run(sown), _run(sown, NOW + SECOND)) == (1, 0)
    assert sown.bearers(sown.tag.id) == {"安"}
    _say(sown, "波", "退钱，退 款！")
    assert (_run(sown, NOW + 2 * SECOND), sown.bearers(sown.tag.id)) == (1, {"安", "波"})


def test_the_message_and_the_place_are_kept_as_evidence(sown: Shop) -> None:
    _rule(sown, "退款")
    _say(sown, "安", "请，退.款")
    _run(sown)
    evidence = json.loads(sown.props(sown.tag.id)[0])["evidence"]
    ((fact, text),) = sown.ledger.analytics.rows("select fact_id, text from payload")
    assert evidence == {
        "rule": sown.tag.id, "version": 1, "hits": 1,
        "messages": [{"fact": fact, "start": 2, "end": 5, "word": "退款"}],
    }  # fmt: skip
    assert text[2:5] == "退.款"
    with sown.ledger.analytics.cursor() as cursor:
        whole = of_customer(cursor, Scope(everything=True), sown.ids["安"], texts=True)
        hidden = of_customer(cursor, Scope(everything=False), sown.ids["安"], texts=True)
    assert [(q.text, q.start, q.end) for q in whole[0].quotes] == [(text, 2, 5)]
    assert hidden is None


def test_only_what_customers_say_counts(sown: Shop) -> None:
    _rule(sown, "退款")
    _say(sown, "客服", "可以退款", role=Role.STAFF)
    _say(sown, "机器人", "退款请回复 1", role=Role.BOT)
    assert _run(sown) == 0


def test_a_message_before_the_window_does_not_count(sown: Shop) -> None:
    _rule(sown, "退款", window_days=7)
    _say(sown, "安", "退款", at=NOW - 8 * DAY)
    _say(sown, "波", "退款", at=NOW - 6 * DAY)
    assert (_run(sown), sown.bearers(sown.tag.id)) == (1, {"波"})


def test_so_many_times_within_the_window_over_several_runs(sown: Shop) -> None:
    _rule(sown, "退款", min_hits=3, window_days=10)
    _say(sown, "安", "退款", at=NOW - 20 * DAY)  # too old
    _say(sown, "安", "要退款", at=NOW - 3 * DAY)
    assert _run(sown) == 0
    _say(sown, "安", "退款！", at=NOW - 2 * DAY)
    _say(sown, "波", "退款", at=NOW - 2 * DAY)
    assert _run(sown) == 0
    _say(sown, "安", "退款啊", at=NOW - DAY)
    assert (_run(sown), sown.bearers(sown.tag.id)) == (1, {"安"})
    assert json.loads(sown.props(sown.tag.id)[0])["evidence"]["hits"] == 3


def test_a_person_with_two_accounts_says_it_with_both(sown: Shop) -> None:
    _rule(sown, "退款", min_hits=2)
    sown.take(
        (
            Kind.IDENTITY_LINKED,
            NOW - 9 * DAY,
            {"actor": "安", "related": "波", "amount": 1, "props": '{"by":"x"}'},
        )
    )
    _say(sown, "安", "退款", at=NOW - 2 * DAY)
    _say(sown, "波", "要退款")
    assert _run(sown) == 1


def test_a_tag_that_runs_out_is_renewed_by_saying_it_again(sown: Shop) -> None:
    _rule(sown, "退款", until_days=10)
    _say(sown, "安", "退款")
    assert _run(sown) == 1
    _say(sown, "安", "退款呢", at=NOW + 5 * DAY)
    assert _run(sown, NOW + 5 * DAY) == 1
    assert sown.bearers(sown.tag.id, now=NOW + 14 * DAY) == {"安"}
    assert sown.bearers(sown.tag.id, now=NOW + 16 * DAY) == set()


def test_several_rules_go_over_the_messages_together(sown: Shop) -> None:
    other = sown.make("意向/优惠")
    _rule(sown, "退款")
    _say(sown, "安", "退款")
    assert _run(sown) == 1
    _rule(sown, "优惠券", "满减", tag_id=other.id)  # made later: begins with its window, the first goes on
    _say(sown, "波", "有優惠券嗎，没有就退款")
    assert _run(sown) == 2
    assert (sown.bearers(sown.tag.id), sown.bearers(other.id)) == ({"安", "波"}, {"波"})


def test_killed_between_two_parts_it_goes_on_and_doubles_nothing(
    sown: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception): ...

    _rule(sown, "退款")
    for who in "安波晨":
        _say(sown, who, "退款")
    monkeypatch.setattr(scan, "PART", 1)  # each batch a part of its own
    steps: list[int] = []

    def progress(done: int, total: int) -> None:
        steps.append(done)
        if len(steps) == 2:
            raise Killed

    with pytest.raises(Killed):
        _run(sown, progress=progress)
    assert sown.bearers(sown.tag.id) == {"安", "波"}
    assert (_run(sown, NOW + SECOND), sown.bearers(sown.tag.id)) == (1, {"安", "波", "晨"})
    assert len(sown.props(sown.tag.id)) == 3


def test_a_rule_changed_while_it_runs_is_run_anew_as_it_is_now(
    sown: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rule(sown, "退款")
    _say(sown, "安", "退款")
    _say(sown, "波", "换货")
    whole, once = scan.look, []

    def slowly(*args, **more):
        found = whole(*args, **more)
        if not once:
            once.append(_rule(sown, "换货"))
        return found

    monkeypatch.setattr(scan, "look", slowly)
    assert (_run(sown), sown.bearers(sown.tag.id)) == (1, {"波"})


def test_nothing_to_do_and_media_are_passed_over(sown: Shop) -> None:
    assert by_words(sown.ledger, now=NOW).rules == 0
    _rule(sown, "图片")
    _say(sown, "安", "[图片]")
    assert _run(sown) == 0


def test_a_sample_counts_and_shows_ten_of_those_the_viewer_sees(sown: Shop) -> None:
    for n in range(14):
        _say(sown, f"客{n}", f"第{n}次说退款")
    _say(sown, "安", "退款", at=NOW - 40 * DAY)
    with sown.ledger.analytics.cursor() as cursor:
        told = sample(cursor, Words(words=["退款"], window_days=90), Scope(everything=True), now=NOW)
        none = sample(cursor, Words(words=["退款"]), Scope(everything=False), now=NOW)
        twice = sample(cursor, Words(words=["退款"], min_hits=2), Scope(everything=True), now=NOW)
    assert (told.customers, told.messages, told.complete, len(told.examples)) == (14, 14, True, 10)
    assert len({one.customer_id for one in told.examples}) == 10
    assert (none.customers, none.looked, twice.customers, twice.examples) == (0, 0, 0, [])
    assert sown.props(sown.tag.id) == []


@pytest.fixture
def two(sown: Shop) -> Shop:
    """Of 安 and 波, whom s1 follows, each wrote 退款 where s1 is; 安 also in s2's group and privately to s2."""
    sown.take(
        *((Kind.IDENTITY_SEEN, START, {"actor": one, "role": Role.STAFF}) for one in ("s1", "s2")),
        *((Kind.RELATION_BEGUN, START, {"actor": one, "related": "s1"}) for one in "安波"),
        *(
            (Kind.GROUP_SEEN, START, {"group": f"群{n}", "props": f'{{"owner":"s{n}"}}'})
            for n in (1, 2)
        ),
        *((Kind.GROUP_SEEN, START, {"group": f"私{n}", "props": '{"private":true}'}) for n in (1, 2)),
        *(join(f"私{n}", f"s{n}", START) for n in (1, 2)),
        say("群1", "波", NOW - 4 * DAY, "看得见的退款"), say("私1", "安", NOW - 3 * DAY, "私下退款"),
        say("群2", "安", NOW - 2 * DAY, "机密：退款"), say("私2", "安", NOW - DAY, "同事的退款"),
    )  # fmt: skip
    ids = dict(sown.ledger.analytics.rows("select external_id, id from identity"))
    sown.scope = Scope(everything=False, staff=frozenset({ids["s1"]}))
    return sown


def test_a_sample_holds_no_message_that_the_timeline_hides(two: Shop) -> None:
    words, everything = Words(words=["退款"]), Scope(everything=True)
    with two.ledger.analytics.cursor() as cursor:
        told = sample(cursor, words, two.scope, now=NOW)
        whole = sample(cursor, words, everything, now=NOW)
        twice = sample(cursor, Words(words=["退款"], min_hits=2), two.scope, now=NOW)
    assert (told.customers, told.messages, told.looked) == (2, 2, 2)
    assert {one.text for one in told.examples} == {"看得见的退款", "私下退款"}
    assert (whole.customers, whole.messages, whole.looked) == (2, 4, 4)
    assert (twice.customers, twice.examples) == (0, [])


def test_a_tag_quotes_no_message_that_the_timeline_hides(two: Shop) -> None:
    _rule(two, "退款")
    _run(two)
    with two.ledger.analytics.cursor() as cursor:
        mine = of_customer(cursor, two.scope, two.ids["安"], texts=True)
        whole = of_customer(cursor, Scope(everything=True), two.ids["安"], texts=True)
    seen = [(q.text, q.start, q.end, q.word) for q in mine[0].quotes]
    assert seen == [("私下退款", 2, 4, "退款"), (None, 0, 0, ""), (None, 0, 0, "")]
    assert [q.text for q in whole[0].quotes] == ["私下退款", "机密：退款", "同事的退款"]


def test_a_tag_quotes_no_message_of_somebody_out_of_scope(two: Shop) -> None:
    """Evidence comes from outside too, and may name any message."""
    two.take((Kind.MESSAGE_SENT, NOW - DAY, {"actor": "晨", "text": "晨的话"}))
    ((fact,),) = two.ledger.analytics.rows("select fact_id from payload where text = '晨的话'")
    said = {"source": "x", "evidence": {"messages": [{"fact": fact, "start": 0, "end": 1, "word": "晨"}]}}
    two.take((Kind.TAG_ADDED, NOW, {"actor": "安", "ref": "意向/退款", "props": json.dumps(said)}))
    with two.ledger.analytics.cursor() as cursor:
        mine = of_customer(cursor, two.scope, two.ids["安"], texts=True)
        whole = of_customer(cursor, Scope(everything=True), two.ids["安"], texts=True)
    assert [(q.text, q.word) for q in mine[0].quotes] == [(None, "")]
    assert [(q.text, q.word) for q in whole[0].quotes] == [("晨的话", "晨")]


def test_a_quote_that_is_no_longer_kept_keeps_its_word(two: Shop) -> None:
    _rule(two, "退款")
    _run(two)
    with two.ledger.analytics.cursor() as cursor:
        cursor.execute("delete from payload")
        mine = of_customer(cursor, two.scope, two.ids["波"], texts=True)
    assert [(q.text, q.word) for q in mine[0].quotes] == [(None, "退款")]


def test_a_condition_may_take_the_place_of_words(sown: Shop) -> None:
    _rule(sown, "退款")
    sown.rule(sown.tag.id, All([]))
    with sown.ledger.state.read() as conn:
        kept = rules.of_tag(conn, sown.tag.id)
    assert (kept.kind, kept.version, by_words(sown.ledger, now=NOW).rules) == ("rule", 2, 0)
