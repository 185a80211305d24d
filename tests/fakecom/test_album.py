"""The product album: limits, whose product it is, images that were uploaded for it."""

import pytest

from fakecom.people import later
from fakecom.running import START, Caller, Running
from fakecom.test_media import upload

PATH = "externalcontact/"


def image(app: Caller, scene: int = 2) -> dict:
    said = upload(app, "upload_attachment", media_type="image", attachment_type=scene)
    return {"type": "image", "image": {"media_id": said["media_id"]}}


def test_a_product_is_kept_changed_and_deleted(running: Running, app: Caller) -> None:
    one = image(app)
    asked = {"description": "好茶", "price": 19_900, "product_sn": "TEA01", "attachments": [one]}
    product_id = app.post(f"{PATH}add_product_album", **asked)["product_id"]
    found = app.post(f"{PATH}get_product_album", product_id=product_id)["product"]
    assert found == {**asked, "product_id": product_id, "create_time": START}
    app.post(f"{PATH}update_product_album", product_id=product_id, price=0)
    assert app.post(f"{PATH}get_product_album", product_id=product_id)["product"]["price"] == 0
    running.ctl("apps", agentid=1000003, secret="other")
    other = running.app("other")
    assert other.post(f"{PATH}get_product_album", product_id=product_id)["product"]["description"] == "好茶"
    assert other.code(f"{PATH}update_product_album", product_id=product_id, price=1) == 40058
    assert other.code(f"{PATH}delete_product_album", product_id=product_id) == 40058
    app.post(f"{PATH}delete_product_album", product_id=product_id)
    assert app.code(f"{PATH}get_product_album", product_id=product_id) == 40058


def test_pages_of_products(running: Running, app: Caller) -> None:
    one = image(app)
    made = []
    for number in range(5):
        asked = {"description": f"第{number}款", "price": number, "attachments": [one]}
        made.append(app.post(f"{PATH}add_product_album", **asked)["product_id"])
        running.pass_time(1)
    pages = app.pages(f"{PATH}get_product_album_list", "product_list", limit=2)
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [row["product_id"] for page in pages for row in page] == made
    assert len(app.post(f"{PATH}get_product_album_list", limit=101)["product_list"]) == 5


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"description": "长" * 300, "price": 5_000_000, "product_sn": "A" * 128}, 0),
        ({"description": "长" * 301}, 40058),
        ({"description": ""}, 40058),
        ({"price": 5_000_001}, 40058),
        ({"price": -1}, 40058),
        ({"price": None}, 40058),
        ({"product_sn": "A" * 129}, 40058),
        ({"product_sn": "A-1"}, 40058),
        ({"attachments": []}, 40058),
    ],
)
def test_limits(app: Caller, asked: dict, code: int) -> None:
    good = {"description": "好茶", "price": 100, "attachments": [image(app)]}
    assert app.code(f"{PATH}add_product_album", **{**good, **asked}) == code


def test_images_of_the_album(running: Running, app: Caller) -> None:
    good = {"description": "好茶", "price": 100}
    one = image(app)
    assert app.code(f"{PATH}add_product_album", attachments=[image(app, 1)], **good) == 41072
    assert app.code(f"{PATH}add_product_album", attachments=[one] * 9, **good) == 0
    assert app.code(f"{PATH}add_product_album", attachments=[one] * 10, **good) == 40058
    later(running, app, 3 * 86_400)
    assert app.code(f"{PATH}add_product_album", attachments=[one], **good) == 40007
