"""Pictures that no welcome needs go; those that one needs, or that somebody just uploaded, stay."""

from tests.connections.conftest import BOSS
from tests.sources.conftest import Shop
from tests.sources.test_lane import PNG

from yutang.channels.contract.doors import Handle
from yutang.kit.clock import DAY, SECOND
from yutang.sources import actions, keeper, pictures, store
from yutang.sources.actions import SourceForm
from yutang.sources.keeper import Keeper
from yutang.sources.model import CodeState, Welcome
from yutang.sources.tidying import RETIRED, YOUNG, tidy


def picture(shop: Shop, more: bytes) -> int:
    return shop.write(pictures.keep, PNG + more, now=shop.now())


def later(shop: Shop, micros: int) -> None:
    shop.fake.pass_time(micros / SECOND)


def test_what_no_welcome_names_goes_after_a_day(shop: Shop) -> None:
    used, unused = picture(shop, b"a"), picture(shop, b"b")
    of_code = picture(shop, b"c")
    of = shop.source(welcome=Welcome(text="hi", picture=used))
    shop.code("li", of=of, welcome=Welcome(picture=of_code))
    shop.write(pictures.uploaded, unused, shop.world.id, Handle(id="m1", expires_at=None))
    assert tidy(shop.desk) == 0
    later(shop, YOUNG + SECOND)
    young = picture(shop, b"d")
    assert tidy(shop.desk) == 1
    assert [shop.read(pictures.there, one) for one in (used, of_code, young, unused)] == [
        True,
        True,
        True,
        False,
    ]
    assert shop.read(pictures.handle, unused, shop.world.id, shop.now()) is None
    form = SourceForm(name="x", welcome=Welcome(text="hi"))
    shop.act(actions.change_source, of.id, form)
    later(shop, YOUNG + SECOND)
    assert tidy(shop.desk) == 2  # the one that was replaced, and the one that was never used
    assert shop.read(pictures.there, of_code)


def test_a_campaign_that_was_over_long_ago_keeps_none(shop: Shop) -> None:
    number = picture(shop, b"a")
    of = shop.source(welcome=Welcome(text="hi", picture=number))
    code = shop.code("li", of=of, welcome=Welcome(text="own", picture=number))
    shop.write(actions.end_source, of.id, viewer=BOSS, now=shop.now())
    later(shop, RETIRED + SECOND)
    assert tidy(shop.desk) == 0  # its code still leads to somebody
    keeper.recycle(shop.desk)
    keeper.keep(shop.desk)
    assert shop.known(code).state is CodeState.ENDED
    assert tidy(shop.desk) == 1
    assert shop.read(store.one_source, of.id).welcome == Welcome(text="hi")
    assert shop.known(code).welcome == Welcome(text="own")


def test_the_keeper_tidies_once_a_day(shop: Shop) -> None:
    unused = picture(shop, b"a")
    made = Keeper(shop.desk)
    made.look()
    later(shop, DAY - SECOND)
    made.look()
    assert shop.read(pictures.there, unused)
    later(shop, 2 * SECOND)
    made.look()
    assert not shop.read(pictures.there, unused)
