import datetime as dt
import itertools
import json
from collections import Counter

ZONE = dt.timezone(dt.timedelta(hours=8))


def test_lines_have_the_shape_of_the_session_archive(seen):
    for m in seen.lines:
        if m["action"] == "switch":
            assert set(m) == {"msgid", "action", "time", "user"}
            continue
        assert list(m)[:7] == ["msgid", "action", "from", "tolist", "roomid", "msgtime", "msgtype"]
        assert isinstance(m[m["msgtype"]], dict)
        assert m["roomid"] == "" or m["roomid"].startswith("wr")
        assert (m["action"] == "recall") == (m["msgtype"] == "revoke")


def test_message_ids_differ(seen):
    assert len({m["msgid"] for m in seen.lines}) == len(seen.lines)


def test_each_file_holds_its_own_month_by_time(files):
    names = [n for n in files if "chatdata" in n]
    assert len(names) >= 6
    for name in names:
        times = [m["msgtime"] for m in map(json.loads, files[name].splitlines()) if "msgtime" in m]
        assert {dt.datetime.fromtimestamp(t / 1000, ZONE).strftime("%Y-%m") for t in times} == {name[-13:-6]}
        assert all(b > a - 1000 for a, b in itertools.pairwise(times))


def test_the_last_day_is_the_anchor_and_the_span_is_180_days(seen):
    days = {dt.datetime.fromtimestamp(m["msgtime"] / 1000, ZONE).date() for m in seen.said}
    assert max(days) == dt.date(2026, 3, 31)
    assert len(days) == 180


def test_text_leads_and_media_links_and_cards_are_there(seen):
    kinds = Counter(m["msgtype"] for m in seen.said)
    assert kinds["text"] > 0.85 * sum(kinds.values())
    assert set(kinds) == {"text", "image", "voice", "emotion", "link", "weapp"}
