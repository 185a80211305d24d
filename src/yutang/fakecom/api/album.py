"""The product album. Limits as the Perl SDK copies them: 300 characters, 50,000 yuan, nine images."""

from yutang.fakecom.call import Call
from yutang.fakecom.contents import media_known
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.pages import page
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import Product

CHARACTERS, FEN, SN_BYTES, IMAGES = 300, 5_000_000, 128, 9
FOR_ALBUM = 2


@endpoint("POST", "externalcontact/add_product_album", permission="contact")
def add_product(call: Call) -> Json:
    made = Product(
        product_id=f"pd{call.dice.text(24)}",
        owner=call.app.agentid,
        create_time=call.now,
        description=_description(call.body),
        price=_price(call.body),
        product_sn=_sn(call.body),
        attachments=_images(call),
    )
    call.corp.products[made.product_id] = made
    return {"product_id": made.product_id}


def _description(body: Fields) -> str:
    text = body.text("description", need=40058)
    if len(text) > CHARACTERS:
        raise Refused(40058, "invalid description")
    return text


def _price(body: Fields) -> int:
    fen = body.number("price", need=40058)
    if not 0 <= fen <= FEN:
        raise Refused(40058, "invalid price")
    return fen


def _sn(body: Fields) -> str:
    text = body.text("product_sn")
    if len(text.encode()) > SN_BYTES or (text and not (text.isascii() and text.isalnum())):
        raise Refused(40058, "invalid product_sn")
    return text


def _images(call: Call) -> list[Json]:
    """One to nine images that were uploaded for the album (41072)."""
    given = call.body.objects("attachments")
    if not 1 <= len(given) <= IMAGES or any(one.text("type") != "image" for one in given):
        raise Refused(40058, "invalid attachments")
    found: list[Json] = []
    for one in given:
        media_id = one.object("image").text("media_id")
        if media_known(call.corp, call.now, media_id).scene != FOR_ALBUM:
            raise Refused(41072)
        found.append({"type": "image", "image": {"media_id": media_id}})
    return found


def _known(call: Call) -> Product:
    found = call.corp.products.get(call.body.text("product_id", need=40058))
    if found is None:
        raise Refused(40058, "invalid product_id")
    return found


def _row(one: Product) -> Json:
    return {
        "product_id": one.product_id,
        "description": one.description,
        "price": one.price,
        "product_sn": one.product_sn,
        "attachments": one.attachments,
    }


@endpoint("POST", "externalcontact/get_product_album", permission="contact")
def get_product(call: Call) -> Json:
    found = _known(call)
    return {"product": {**_row(found), "create_time": found.create_time // 1000}}


@endpoint("POST", "externalcontact/get_product_album_list", permission="contact")
def list_products(call: Call) -> Json:
    products = sorted(call.corp.products.values(), key=_made)
    rows, cursor = page(call, products, _made, default=50, most=100)
    return {"product_list": [_row(one) for one in rows], "next_cursor": cursor}


def _made(one: Product) -> list[int | str]:
    return [one.create_time, one.product_id]


@endpoint("POST", "externalcontact/update_product_album", permission="contact")
def update_product(call: Call) -> Json:
    """What is given changes, if the app made the product (40058)."""
    found = _own(call)
    if "description" in call.body:
        found.description = _description(call.body)
    if "price" in call.body:
        found.price = _price(call.body)
    if "product_sn" in call.body:
        found.product_sn = _sn(call.body)
    if "attachments" in call.body:
        found.attachments = _images(call)
    return {}


@endpoint("POST", "externalcontact/delete_product_album", permission="contact")
def delete_product(call: Call) -> Json:
    del call.corp.products[_own(call).product_id]
    return {}


def _own(call: Call) -> Product:
    found = _known(call)
    if found.owner != call.app.agentid:
        raise Refused(40058, "the product is another app's")
    return found
