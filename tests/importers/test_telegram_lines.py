from zoneinfo import ZoneInfo

import pytest

from yutang.importers.telegram_lines import media_of, members_of, text_of, when_of, who_of, words_of

ZONE = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("hi", "hi"),
        ("", None),
        (None, None),
        ([], None),
        (["a ", {"type": "bold", "text": "b"}, ""], "a b"),
        (
            [{"type": "text_link", "text": "here", "href": "https://a.example"}, "!"],
            "here https://a.example !",
        ),
        ([{"type": "mention_name", "text": None}, 5, ["x"]], None),
        ({"text": "no"}, None),
    ],
)
def test_texts_of_all_shapes(value, text):
    assert text_of(value) == text


def test_a_poll_says_what_it_asks():
    assert words_of({"text": "", "poll": {"question": "tea?"}}) == "tea?"
    assert words_of({"text": "", "poll": {"question": [{"type": "plain", "text": "tea?"}]}}) == "tea?"
    assert words_of({"text": "", "poll": None}) is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"photo": "x"}, "image"), ({"media_type": "voice_message", "file": "x"}, "voice"),
        ({"media_type": "animation", "file": "x"}, "video"), ({"media_type": "sticker", "file": "x"}, "sticker"),
        ({"file": "a.pdf"}, "file"), ({"contact_information": {}}, "card"), ({"location_information": {}}, "location"),
        ({"media_type": "of tomorrow"}, "other"), ({"text": "x"}, None),
    ],
)  # fmt: skip
def test_media(line, code):
    assert media_of(line) == code


def test_numbers_of_old_files_are_written_as_today():
    assert who_of({"from": "Ann", "from_id": 5}, "from") == ("user5", "Ann")
    assert who_of({"from": None, "from_id": "channel5"}, "from") == ("channel5", None)
    assert who_of({"actor": "Ann", "actor_id": ""}, "actor") == (None, "Ann")


def test_members_each_once_and_the_deleted_last():
    assert members_of({"members": [None, "Ann", "Ann", "", None]}) == ["Ann", None, None, None]
    assert members_of({"members": {"Ann": 1}}) == []


def test_times():
    assert when_of({"date_unixtime": "1704067200", "date": "nonsense"}, ZONE) == 1704067200000000
    assert when_of({"date": "2024-01-01T00:00:00"}, ZONE) == 1704085200000000
    # The hour that a change of clocks repeats is taken the first time.
    assert when_of({"date": "2024-11-03T01:30:00"}, ZONE) == 1730611800000000
    for bad in ({}, {"date": "2024-13-01T00:00:00"}, {"date_unixtime": "x"}):
        with pytest.raises(ValueError, match=r"."):
            when_of(bad, ZONE)
