import pytest

from yutang.importers.slack_lines import User, files_of, is_bot, media_of, name_of, plain, sender_of, words_of

ANN = User({"id": "U1", "name": "ann", "real_name": "Ann Lee", "profile": {"display_name": ""}})
USERS = {"U1": ANN}


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("<@U1> and <@U2> and <@U3|bo>", "@Ann Lee and @U2 and @bo"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!here> <!subteam^S1|@sales> <!date^1^{date}|today>", "@here @sales today"),
        ("<https://a.example/x?a=1&amp;b=2>", "https://a.example/x?a=1&b=2"),
        ("<https://a.example|a.example>", "https://a.example"),
        ("<https://a.example/x|read this>", "read this https://a.example/x"),
        ("<mailto:a@b.example|a@b.example> <tel:123>", "a@b.example 123"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&lt;script&gt; 😀 مرحبا", "<script> 😀 مرحبا"),
    ],
)
def test_markup(marked, shown):
    assert plain(marked, USERS) == shown


def test_what_slack_wrote_around_a_file_is_dropped():
    shared = {
        "subtype": "file_share",
        "text": "<@U1> uploaded a file: <https://a.example|x>",
        "file": {"mimetype": "image/png"},
    }
    assert words_of(shared, USERS) is None
    assert media_of(shared) == "image"
    shared["file"] = {"initial_comment": {"comment": "look"}}
    assert words_of(shared, USERS) == "look"
    comment = {
        "subtype": "file_comment",
        "text": "…",
        "comment": {"user": "U1", "comment": "nice"},
        "file": {},
    }
    assert (sender_of(comment), words_of(comment, USERS), media_of(comment)) == ("U1", "nice", None)


def test_an_app_in_a_persons_name_is_the_person():
    assert not is_bot({"user": "U1", "bot_id": "B1"}, ANN)
    assert is_bot({"user": "U9", "bot_id": "B1"}, None)
    assert is_bot({"user": "U1"}, User({"id": "U1", "is_bot": True}))
    assert is_bot({"user": "USLACKBOT"}, None)
    assert not is_bot({"user": "U9"}, None)


def test_names_and_odd_shapes():
    assert name_of({"username": "hook"}, None) == "hook"
    assert name_of({"user_profile": {"display_name": "", "real_name": "Galit"}}, None) == "Galit"
    assert name_of({"user_profile": "?"}, ANN) == "Ann Lee"
    assert files_of({"files": [None, {"id": 1}]}) == [{"id": 1}]
    assert words_of({"attachments": [None, {"text": "a"}, {}]}, {}) == "a\n"
