"""A person erased is found in no code's books and in no callback; that somebody came stays."""

from pathlib import Path

import pytest
from tests.customers.test_erasing import NAME, WHO, whereabouts
from tests.sources.conftest import Greeting, fake, greeting, world  # noqa: F401 - fixtures
from tests.sources.test_lane import HELLO

from ledger.batch import NOW
from yutang.accounts.model import Role, Viewer
from yutang.checkup import erasing
from yutang.checkup.erasing import erase_everywhere
from yutang.importers.actions import bring_in
from yutang.importers.model import Options
from yutang.importers.runs import listed, summary
from yutang.ledger.ledger import Ledger

BOSS = Viewer(user_id=1, login="boss", name="Boss", role=Role.ADMINISTRATOR)


def test_who_came_by_a_code_is_forgotten_and_still_counted(greeting: Greeting) -> None:  # noqa: F811 - a fixture
    code = greeting.code("li", of=greeting.source(welcome=HELLO))
    greeting.scan(code, 2)
    greeting.greet()
    greeting.pushed.settle()
    gone, stays = (one.person for one in greeting.scans(code))
    ledger = greeting.world.ledger
    ((id_,),) = ledger.analytics.rows(f"select customer_id from identity where external_id = '{gone}'")
    erase_everywhere(ledger, greeting.world.folder, BOSS, id_, now=greeting.now())
    people = [one.person for one in greeting.scans(code)]
    assert (len(people), gone in people, stays in people) == (2, False, True)
    assert {one.subject for one in greeting.pushed.events()} == {stays}
    assert gone not in str(greeting.pushed.events())
    assert len(greeting.welcomes()) == 2


ARCHIVE = """{"msgid":"m1","action":"send","from":"%(who)s","tolist":["boss"],"roomid":"","msgtime":1717200060000,\
"msgtype":"text","text":{"content":"还有货吗？"}}
{"msgid":"m2","action":"send","from":"boss","tolist":["%(who)s"],"roomid":"","msgtime":1717200061000,\
"msgtype":"text","text":{"content":"%(name)s女士,梧桐路17号的货已发"}}
"""
CHAT = "[28/5/26, 20:26:40] {0}: hi\n[28/5/26, 20:26:41] Boss: hello {0}\n"


def _imported(ledger: Ledger, folder: Path) -> None:
    """Two private chats: one that is told by ids, one that goes by its file's name."""
    folder.mkdir()
    (folder / f"与{NAME}的聊天.jsonl").write_text(ARCHIVE % {"who": WHO, "name": NAME})
    (folder / f"WhatsApp Chat with {NAME}.txt").write_text(CHAT.format(NAME))
    (folder / "WhatsApp Chat with Bo.txt").write_text(CHAT.format("Bo"))
    options = Options(zone="Asia/Shanghai", private=True)
    bring_in(ledger, [folder], options, now=NOW, rejects=folder.with_name("rejects"))


def _of(ledger: Ledger, ref: str) -> int:
    ((id_,),) = ledger.analytics.rows("select id from identity where external_id = ?", [ref])
    return id_


def test_imports_of_a_private_chat_name_nobody(ledger: Ledger, tmp_path: Path) -> None:
    _imported(ledger, tmp_path / "chats")
    facts = "select kind, count(*) from fact where kind <> 27 group by 1 order by 1"
    before = ledger.analytics.rows(facts)
    for ref in (WHO, f"name:{NAME}"):
        erase_everywhere(ledger, tmp_path, BOSS, _of(ledger, ref), now=NOW)
    assert whereabouts(ledger, ledger.folder) == []
    assert ledger.analytics.rows(facts) == before
    with ledger.state.read() as conn:
        (run,) = listed(conn)
        told = summary(conn, run.id)
    assert told is not None
    names = sorted(Path(file.name).name for file in told.files)
    assert names[0] == "WhatsApp Chat with Bo.txt"
    assert len(names) == 3
    assert ("hello Bo",) in ledger.analytics.rows("select text from payload")


def test_what_lies_outside_of_the_ledger_is_forgotten_with_it_or_not_at_all(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut short between the two, nobody would know any more whom to forget."""
    _imported(ledger, tmp_path / "chats")
    before = whereabouts(ledger, ledger.folder)
    forget = erasing._forget

    def cut(*given: object) -> None:
        forget(*given)  # type: ignore[arg-type]
        raise RuntimeError("the power went")

    monkeypatch.setattr(erasing, "_forget", cut)
    with pytest.raises(RuntimeError):
        erase_everywhere(ledger, tmp_path, BOSS, _of(ledger, WHO), now=NOW)
    assert [at for at in whereabouts(ledger, ledger.folder) if at in before] == before
    monkeypatch.undo()
    for ref in (WHO, f"name:{NAME}"):
        ledger.rebuild()
        erase_everywhere(ledger, tmp_path, BOSS, _of(ledger, ref), now=NOW)
    assert whereabouts(ledger, ledger.folder) == []
