from collections import Counter, defaultdict


def shingles(text):
    return {text[i : i + 3] for i in range(len(text) - 2)}


def test_every_blast_is_in_the_archive_in_each_of_its_groups(seen):
    rooms = defaultdict(set)
    for m in seen.said:
        body = m[m["msgtype"]]
        rooms[body.get("content") or body.get("link_url") or body.get("title")].add(m["roomid"])
    for blast in seen.truth["blasts"]:
        keys = blast["texts"] or [blast["url"] or blast["sample"]]
        assert set().union(*(rooms[k] for k in keys)) == set(blast["groups"]), blast["code"]
        assert len(blast["groups"]) == len(set(blast["groups"])) >= 10


def test_blasts_are_of_all_kinds_and_some_are_recent(seen):
    assert set(Counter(b["kind"] for b in seen.truth["blasts"])) == {"text", "near", "link", "weapp"}
    assert sum(b["days_ago"] < 28 for b in seen.truth["blasts"]) >= 15
    assert len({b["sample"] for b in seen.truth["blasts"]}) == len(seen.truth["blasts"])


def test_near_wordings_are_alike_and_different_blasts_are_not(seen):
    near = [b for b in seen.truth["blasts"] if len(b["texts"]) > 1]
    assert len(near) >= 10
    for blast in near:
        first, second = shingles(blast["texts"][0]), shingles(blast["texts"][1])
        assert len(first & second) / len(first | second) > 0.7
    all_ = [shingles(b["sample"]) for b in seen.truth["blasts"]]
    assert max(len(a & b) / len(a | b) for i, a in enumerate(all_) for b in all_[:i]) < 0.7


def test_no_long_text_of_the_brand_but_blasts_and_filler_is_in_many_groups(seen):
    truth = seen.truth
    known = {t for b in truth["blasts"] for t in b["texts"]} | set(truth["filler"]) | set(truth["bot_words"])
    rooms = defaultdict(set)
    for m in seen.said:
        if m["msgtype"] == "text" and m["roomid"] and m["from"][:2] not in ("wm", "wo"):
            rooms[m["text"]["content"]].add(m["roomid"])
    many = [t for t, where in rooms.items() if len(where) >= 3 and len(t) >= 20 and t not in known]
    assert len(many) <= 3, many


def test_filler_is_said_everywhere_and_never_in_a_deserted_group_lately(seen):
    filler = set(seen.truth["filler"])
    rooms = {m["roomid"] for m in seen.said if m["msgtype"] == "text" and m["text"]["content"] in filler}
    assert len(rooms) > 200
    for group in (g for g in seen.truth["groups"] if g["life"] == "deserted"):
        assert not [ago for ago in seen.staff[group["id"]] if ago < 28]


def test_house_accounts_speak_also_where_nobody_else_does(seen):
    only = set(seen.truth["staff_only"])
    assert {m["roomid"] for m in seen.said if m["from"] in seen.house} & only
