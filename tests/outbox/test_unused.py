"""Uploads that no message names are removed after a while; those that one names stay, whatever became of it."""

from tests.outbox.tenant import Tenant

from yutang.channels.contract.message import File, Image, Link, Message, MiniProgram
from yutang.kit.clock import DAY
from yutang.outbox import compose, pictures
from yutang.outbox.unused import KEPT_FOR, remove_unused

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def _keep(here: Tenant, number: int, content: bytes = PNG) -> str:
    made = here.ledger.state.write(
        lambda conn: pictures.keep_any(conn, content + bytes([number]), "a", by=1, now=here.now())
    )
    return made.ref


def _removed(here: Tenant, after: int) -> int:
    return here.ledger.state.write(lambda conn: remove_unused(conn, now=here.now() + after))


def _there(here: Tenant, *refs: str) -> list[bool]:
    with here.ledger.state.read() as conn:
        kept = {one.ref for one in pictures.kept(conn, refs)}
    return [ref in kept for ref in refs]


def test_what_a_message_names_stays_and_what_none_names_goes_in_time(here: Tenant) -> None:
    refs = [_keep(here, n) for n in range(4)] + [_keep(here, 4, b"%PDF-1.7 ")]
    link = Link("标题", "https://a.example/1", picture=refs[1])
    card = MiniProgram("小程序", "wx1", "/index", refs[2])
    here.send(message=Message(attachments=(Image(refs[0]), link)))
    here.compose(message=Message(text="看", attachments=(card, File(refs[4]))))
    assert _removed(here, KEPT_FOR) == 0
    assert _removed(here, KEPT_FOR + 1) == 1
    assert _there(here, *refs) == [True, True, True, False, True]


def test_a_draft_that_is_removed_lets_its_picture_go(here: Tenant) -> None:
    ref = _keep(here, 0)
    id_ = here.compose(message=Message(attachments=(Image(ref),)))
    here.ledger.state.write(lambda conn: compose.remove(conn, id_, viewer=here.boss, now=here.now()))
    assert (_removed(here, 8 * DAY), _there(here, ref)) == (1, [False])


def test_what_is_chosen_again_is_as_new(here: Tenant) -> None:
    _keep(here, 0)
    here.fake.pass_time(8 * 86_400)
    ref = _keep(here, 0)
    assert (_removed(here, 0), _there(here, ref)) == (0, [True])
