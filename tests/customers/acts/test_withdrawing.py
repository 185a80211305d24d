"""Notes taken back: their words are shown no more, and merging, parting, erasing and making anew leave it so."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from tests.customers.shop import ADMIN, NOW, K, NoNames, Shop, met, operator, small
from tests.ledger.batch import SECOND, START, say, table

from yutang.accounts.model import Viewer
from yutang.accounts.tables import audit_log
from yutang.customers.acts import joining, saying
from yutang.customers.acts.erasing import erase, exported
from yutang.customers.answers import TimelineItem
from yutang.customers.queries.person import person
from yutang.customers.queries.timeline import timeline
from yutang.customers.views import CustomerNote
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger


def write(shop: Shop, text: str, who: str = "li", *, at: int = NOW, viewer: Viewer = ADMIN) -> CustomerNote:
    return saying.write_note(shop.ledger, viewer, shop.id(who), text, now=at)


def withdraw(
    shop: Shop, note: CustomerNote | str, who: str = "li", *, at: int = NOW + SECOND, viewer: Viewer = ADMIN
) -> int:
    id_ = int(note if isinstance(note, str) else note.id)
    return saying.withdraw_note(shop.ledger, viewer, shop.id(who), id_, now=at).changed


def texts(shop: Shop, who: str = "li") -> list[str]:
    found = person(shop.ledger, shop.contacts, ADMIN, shop.id(who), NoNames(), now=NOW + 9 * SECOND)
    assert found is not None
    return [one.text for one in found.notes]


def line(shop: Shop, who: str = "li", viewer: Viewer = ADMIN) -> list[TimelineItem]:
    kinds = ["note.written", "note.withdrawn"]
    found = timeline(shop.ledger, viewer, shop.id(who), NoNames(), kinds=kinds)
    assert found is not None
    return found.items


def test_its_words_are_shown_no_more_and_both_acts_are(tmp_path: Path) -> None:
    shop = small(tmp_path)
    wrong, right = write(shop, "怀孕三个月"), write(shop, "喜欢龙井", at=NOW + 1)
    assert withdraw(shop, wrong, viewer=operator(shop, "an")) == 1
    assert texts(shop) == ["喜欢龙井"]
    back, kept, gone = line(shop)
    assert (back.kind, back.details, back.text, back.of) == ("note.withdrawn", {"by": "小赵"}, None, None)
    assert back.staff
    assert back.staff.name == "安"
    assert (kept.id, kept.text, kept.details) == (right.id, "喜欢龙井", {"by": "管理员"})
    assert (gone.id, gone.text, gone.hidden) == (wrong.id, None, False)
    assert gone.details == {"by": "管理员", "withdrawn": True}


def test_twice_is_once_and_the_log_holds_who_and_not_what(tmp_path: Path) -> None:
    shop = small(tmp_path)
    note = write(shop, "怀孕三个月")
    assert [withdraw(shop, note, at=NOW + n) for n in (1, 1, 2)] == [1, 0, 0]
    assert [one.kind for one in line(shop)] == ["note.withdrawn", "note.written"]
    with shop.ledger.state.read() as conn:
        rows = conn.execute(
            sa.select(audit_log.c.act, audit_log.c.user_id, audit_log.c.subject_id, audit_log.c.after)
        )
        told = [row for row in rows if row.act == "note_withdrawn"]
    assert [(row.user_id, row.subject_id) for row in told] == [(ADMIN.user_id, str(shop.customer("li")))]
    assert "怀孕" not in told[0].after


def test_the_same_words_written_again_stand(tmp_path: Path) -> None:
    shop = small(tmp_path)
    withdraw(shop, write(shop, "喜欢龙井"))
    again = write(shop, "喜欢龙井", at=NOW + 2 * SECOND)
    assert texts(shop) == ["喜欢龙井"]
    assert withdraw(shop, again, at=NOW + 3 * SECOND) == 1
    assert texts(shop) == []


@pytest.mark.parametrize(
    "what", ["another's note", "no such note", "no note", "a withdrawal", "out of scope"]
)
def test_what_is_no_note_about_them_is_not_found(tmp_path: Path, what: str) -> None:
    shop = small(tmp_path)
    mine, theirs = write(shop, "老客"), write(shop, "新客", "zhou")
    withdraw(shop, write(shop, "别的", at=NOW + 1))
    ((order,),) = shop.ledger.analytics.rows("select min(id) from fact where kind = ?", [int(K.ORDER_PLACED)])
    ((back,),) = shop.ledger.analytics.rows("select id from fact where kind = ?", [int(K.NOTE_WITHDRAWN)])
    which: dict[str, tuple[str, str, Viewer]] = {
        "another's note": (theirs.id, "li", ADMIN), "no such note": ("77", "li", ADMIN), "no note": (str(order), "li", ADMIN),
        "a withdrawal": (str(back), "li", ADMIN), "out of scope": (theirs.id, "zhou", operator(shop, "an")),
    }  # fmt: skip
    note, who, viewer = which[what]
    with pytest.raises(YutangError, match="not_found"):
        withdraw(shop, note, who, viewer=viewer)
    assert (texts(shop), texts(shop, "zhou")) == ([mine.text], [theirs.text])


def test_it_goes_with_its_note_when_people_are_merged_and_parted(tmp_path: Path) -> None:
    shop = small(tmp_path)
    stays, before = write(shop, "王的"), write(shop, "王的旧事", "wang")
    joining.merge(shop.ledger, ADMIN, shop.id("li"), shop.id("wang"), now=NOW + 2)
    assert sorted(texts(shop)) == ["王的", "王的旧事"]
    withdraw(shop, before, at=NOW + 3)  # by the page of the one they are now, which is li's
    assert texts(shop, "wang") == ["王的"]
    joining.part(shop.ledger, ADMIN, shop.id("li"), [shop.id("wang")], now=NOW + 4)
    assert (texts(shop), texts(shop, "wang")) == ([stays.text], [])
    assert [one.kind for one in line(shop, "wang")] == ["note.withdrawn", "note.written"]
    assert [one.kind for one in line(shop)] == ["note.written"]


def test_it_is_still_so_once_sealed_and_made_anew(tmp_path: Path) -> None:
    shop = small(tmp_path)
    withdraw(shop, write(shop, "怀孕三个月", at=START), at=START + SECOND)
    write(shop, "喜欢龙井", at=START + 2 * SECOND)
    before = line(shop)
    assert shop.ledger.seal(now=NOW)
    shop.ledger.rebuild()
    assert (texts(shop), line(shop)) == (["喜欢龙井"], before)


def test_an_import_taken_back_leaves_it_withdrawn(tmp_path: Path) -> None:
    shop = small(tmp_path)
    rows = table(met("li", "李雷"), say("g1", "li", START, "后来导入的一句"))
    shop.ledger.take("late", "test", "wecom", rows, now=NOW, run=7)
    withdraw(shop, write(shop, "怀孕三个月"))
    write(shop, "喜欢龙井", at=NOW + 1)
    shop.ledger.undo(7, now=NOW + 9)
    assert texts(shop) == ["喜欢龙井"]
    assert [one.details.get("withdrawn") for one in line(shop)] == [None, None, True]


def test_who_asks_what_is_known_of_them_is_told_that_too(tmp_path: Path) -> None:
    """Screens hide it; it is still kept, and what is kept of somebody is handed out to them."""
    shop = small(tmp_path)
    withdraw(shop, write(shop, "怀孕三个月"))
    told = b"".join(exported(shop.ledger, shop.customer("li"), {})).decode()
    assert "怀孕三个月" in told
    assert '"note.withdrawn"' in told


@pytest.mark.parametrize("order", ["withdrawn, erased", "sealed, withdrawn, erased"])
def test_of_who_is_erased_nothing_is_left_of_it(tmp_path: Path, order: str) -> None:
    shop = small(tmp_path)
    note = write(shop, "怀孕三个月", at=START)
    if order.startswith("sealed"):
        shop.ledger.seal(now=NOW)
    withdraw(shop, note)
    erase(shop.ledger, ADMIN, shop.id("li"), now=NOW + 2 * SECOND)

    def left() -> list[Any]:
        rows = shop.ledger.analytics.rows
        return rows("select text from payload where text like '%怀孕%'") + rows(
            f"select props from fact where kind in ({K.NOTE_WRITTEN}, {K.NOTE_WITHDRAWN}) and props is not null")  # fmt: skip

    assert left() == []
    shop.ledger.rebuild()
    assert left() == []
    gone = shop.ledger.analytics.rows(
        "select id, customer_id from fact where kind = ?", [int(K.NOTE_WRITTEN)]
    )
    assert [row[0] for row in gone] == [int(note.id)]  # that a note was written is counted on
    with pytest.raises(YutangError, match="not_found"):
        saying.withdraw_note(shop.ledger, ADMIN, gone[0][1], int(note.id), now=NOW + 3 * SECOND)


def test_on_both_databases_it_outlives_a_restart(opened: SimpleNamespace) -> None:
    ledger: Ledger = opened.ledger
    ledger.take("b", "test", "wecom", table(met("li", "李雷"), say("g", "li", START, "在吗")), now=NOW)
    ((li,),) = ledger.analytics.rows("select id from identity where external_id = 'li'")
    note = saying.write_note(ledger, ADMIN, li, "怀孕三个月", now=NOW)
    assert saying.withdraw_note(ledger, ADMIN, li, int(note.id), now=NOW + 1).changed == 1
    again = opened.again()
    assert saying.withdraw_note(again, ADMIN, li, int(note.id), now=NOW + 2).changed == 0
    found = timeline(again, ADMIN, li, NoNames(), kinds=["note.written"])
    assert found is not None
    assert [one.text for one in found.items] == [None]
