import pytest

from yutang.importers.media import LABELS, placeholder, props


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[图片]", "image"), ("[图片][图片] ", "image"), ("[文件: 报价.xlsx]", "file"), ("[Photo]", "image"),
        ("[动画表情]", "sticker"), ("[图片]看", None), ("看[图片]", None), ("[捂脸]", None), ("", None),
        ("[" * 5000, None),
    ],
)  # fmt: skip
def test_placeholders(text, code):
    assert placeholder(text) == code


def test_every_label_is_read_back():
    assert {code: placeholder(label) for code, label in LABELS.items()} == {code: code for code in LABELS}


def test_props():
    assert (props("image"), props(None)) == ('{"media":"image"}', None)
