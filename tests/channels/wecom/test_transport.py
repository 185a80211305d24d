"""One exchange: what counts as an answer of WeCom's, and whether a broken one may have taken effect."""

import json
from collections.abc import Iterator

import pytest
from tests.channels.wecom.scripted import Server, error
from tests.kit.receiver import closed_port

from yutang.channels.contract.outcomes import Trouble
from yutang.channels.wecom import transport
from yutang.channels.wecom.transport import Broken, Call, Content, Reply, Transport

GET, POST = Call("GET", "user/get", repeats=True), Call("POST", "media/upload")


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def _ask(
    server: Server, call: Call = GET, content: Content | None = None, *, seconds: float = 5.0
) -> Reply | Broken:
    made = Transport(server.base, at_once=2)
    try:
        return made.exchange(call, {"a": "渠道 1"}, content or Content(), seconds=seconds)
    finally:
        made.close()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (error(0), 0),
        (error(40003), 40003),
        ({"ip_list": []}, 0),  # no errcode at all
        ({"errcode": None}, 0),
        ({"errcode": "42001", "errmsg": None}, 42001),
        (b"\xef\xbb\xbf" + json.dumps(error(-1)).encode(), -1),
    ],
)
def test_an_answer_has_a_code(server: Server, told: object, code: int) -> None:
    server.play[GET.path] = [told]
    found = _ask(server)
    assert isinstance(found, Reply)
    assert found.code == code


@pytest.mark.parametrize(
    ("told", "code", "unsure", "trouble"),
    [
        (502, "http_502", True, Trouble.RETRY),
        (500, "http_500", True, Trouble.RETRY),
        (301, "http_301", True, Trouble.RETRY),
        (404, "http_404", False, Trouble.BUG),
        (405, "http_405", False, Trouble.BUG),
        ("drop", "connection", True, Trouble.RETRY),
        ("cut", "connection", True, Trouble.RETRY),
        (b"", "not_json", True, Trouble.RETRY),
        (b"\xff\xfe", "not_json", True, Trouble.RETRY),
        (b'"ok"', "not_json", True, Trouble.RETRY),
        ({"errcode": {}}, "not_json", True, Trouble.RETRY),
    ],
)
def test_what_is_no_answer_is_broken(
    server: Server, told: object, code: str, unsure: bool, trouble: Trouble
) -> None:
    server.play[GET.path] = [told]
    assert _ask(server) == Broken(code, unsure=unsure, trouble=trouble)


def test_an_answer_without_end_is_not_read_to_it(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LARGEST", 100)
    server.play[GET.path] = [error(0, name="x" * 200)]
    assert _ask(server) == Broken("too_large", unsure=True)


def test_nobody_there_means_nothing_was_done() -> None:
    made = Transport(f"http://127.0.0.1:{closed_port()}", at_once=1)
    assert made.exchange(POST, {}, Content(json=b"{}"), seconds=2.0) == Broken("unreachable", unsure=False)
    made.close()


def test_an_answer_that_does_not_come_may_still_have_been_meant(server: Server) -> None:
    import threading

    held = threading.Event()

    def late(_: object) -> dict[str, object]:
        held.wait(10)
        return error(0)

    server.play[POST.path] = [late]
    found = _ask(server, POST, Content(json=b"{}"), seconds=0.2)
    held.set()
    assert found == Broken("timeout", unsure=True)


@pytest.mark.parametrize(
    ("text", "hint", "bad_json"),
    [
        ("ok", "", False),
        (
            "not allow, hint: [1584085632_61_be], from ip: 9.84.203.81, more info at https://x",
            "ip=9.84.203.81 hint=1584085632_61_be",
            False,
        ),
        ("from ip: 2001:db8::1, more", "ip=2001:db8::1", False),
        ("ok. Warning: wrong json format. ", "", True),
        ("hint: [<script>]", "", False),
    ],
)
def test_of_the_wording_only_what_helps_support_is_kept(
    server: Server, text: str, hint: str, bad_json: bool
) -> None:
    server.play[GET.path] = [error(60020, text)]
    found = _ask(server)
    assert isinstance(found, Reply)
    assert (found.hint, found.bad_json) == (hint, bad_json)


def test_questions_and_files_arrive_whole(server: Server) -> None:
    _ask(server)
    assert server.got[0].query == {"a": "渠道 1"}
    _ask(server, POST, Content(file=("图.png", b"\x00\r\n--x")))
    assert server.got[1].headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b"\x00\r\n--x" in server.got[1].body
