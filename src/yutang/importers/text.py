"""Bytes to text: which encoding a file is in, and its lines one by one with bounded memory."""

import codecs
from collections.abc import Callable, Iterator
from typing import BinaryIO

import msgspec

from yutang.importers.contract import File, Unreadable

HEAD_BYTES = 64 * 1024
LINE_LIMIT = 1024 * 1024  # bytes; what is longer is cut, so that one endless line can't fill the memory
_BLOCK = 1024 * 1024

_MAGIC = (
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"PAR1", b"%PDF", b"SQLite format 3", b"\x89PNG",
    b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"GIF8", b"RIFF", b"OggS", b"7z\xbc\xaf", b"Rar!", b"\x7fELF",
)  # fmt: skip
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27} | {127})
# The commonest characters of written Chinese, simplified and traditional, with its punctuation. Bytes read
# in the wrong code page give rare characters, so the share of these tells GB18030 from Big5.
_COMMON = frozenset(
    "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生会自着去那过家学对小里"
    "后天能多么心看起发当没成只如事把还用第样想作种开手好行方美面前所动意见从己将些现主意本长问吗啊吧呢谢"
    "這為來個們說國時於會著過家學對裡後發當沒還樣種開動見從將現長問嗎謝群組名稱發送間員號訂單額加入退出"
    "群名称成员昵称时间消息内容日期发送号订单金额入退方式邀请企业微信早安收到老师请今天晚上欢迎新品直播"
    "，。、？！：；（）「」【】“”《》…—"
)
_TRIES = {
    "utf-8": ("utf-8", "gb18030"),
    "utf-8-sig": ("utf-8", "gb18030"),
    "gb18030": ("gb18030", "utf-8"),
    "big5": ("big5hkscs", "utf-8", "gb18030"),
    "cp1252": ("cp1252", "utf-8"),
}


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line without its end."""

    number: int  # 1-based
    offset: int  # bytes of the file consumed when this line was whole
    text: str
    cut: bool = False  # it was longer than LINE_LIMIT; `text` is its beginning
    patched: str = ""  # "" | the other encoding it was in | "replaced" where no encoding fits


def detect(data: bytes) -> str:
    """Name the encoding of a file's head: a Python codec, or "binary".

    "utf-8", "utf-8-sig", "utf-16" (with BOM), "utf-16-le", "utf-16-be", "gb18030", "big5", "cp1252".
    The head may end inside a character. An empty head is "utf-8".
    """
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "binary" if data.startswith(codecs.BOM_UTF32_LE) or not _sixteen(data) else "utf-16"
    if data.startswith(_MAGIC):
        return "binary"
    if b"\0" in data:
        return _sixteen(data) or "binary"
    if len(data.translate(None, _CONTROL)) < len(data) * 0.98:
        return "binary"
    return _eight(data)


def decode_head(data: bytes, encoding: str) -> str:
    """The head as text; a character cut at its end is dropped, an undecodable byte becomes U+FFFD."""
    if encoding == "binary":
        return ""
    if encoding.startswith("utf-16"):
        data = data[: len(data) // 2 * 2]
    return codecs.getincrementaldecoder(codec_of(encoding))(errors="replace").decode(data)


def decode_line(raw: bytes, encoding: str) -> tuple[str, str]:
    """Text, and how it was patched: "" | the other encoding it was in | "replaced"."""
    tries = _TRIES.get(encoding, (encoding,))
    for place, codec in enumerate(tries):
        try:
            return raw.decode(codec), codec if place else ""
        except UnicodeDecodeError:
            continue
    return raw.decode(tries[0], "replace"), "replaced"


def open_lines(file: File, encoding: str | None = None) -> Iterator[Line]:
    """Yield the file's lines. `encoding` None = that of its head.

    A line that isn't in the file's encoding is decoded by itself (UTF-8 ↔ GB18030, else with U+FFFD) and
    says so in `patched`. Memory stays below a few MiB whatever the lines' length. Raises Unreadable("not_text").
    """
    encoding = encoding or file.head().encoding
    if encoding == "binary":
        raise Unreadable("not_text")
    with file.open() as source:
        if encoding.startswith("utf-16"):
            yield from _wide_lines(source, encoding)
        else:
            yield from _narrow_lines(source, encoding)


def codec_of(encoding: str) -> str:
    """The Python codec for an encoding that `detect` named."""
    return "big5hkscs" if encoding == "big5" else encoding


def _eight(data: bytes) -> str:
    if data.isascii() or _decodes(data, "utf-8"):
        return "utf-8"
    # Mixed files: by the line, UTF-8 is hard to meet by chance, so half of the lines are enough.
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    if sum(_decodes(line, "utf-8") for line in lines[:-1]) * 2 >= len(lines) > 1:
        return "utf-8"
    if _alone(data) > 0.8:
        return "cp1252"
    return max(("gb18030", "big5"), key=lambda codec: _likeness(data, codec))


def _decodes(data: bytes, codec: str) -> bool:
    try:
        codecs.getincrementaldecoder(codec)().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _alone(data: bytes) -> float:
    """The share of high bytes that stand between ASCII letters: accents of a Western code page."""
    high = bytes(1 if b >= 0x80 else 0 for b in data)
    alone = sum(1 for run in high.split(b"\0") if len(run) == 1)
    return alone / high.count(1)


def _likeness(data: bytes, encoding: str) -> float:
    text = [c for c in decode_head(data, encoding) if c > "\x7f"]
    if not text:
        return 0.0
    return (sum(c in _COMMON for c in text) - 4 * text.count("\ufffd")) / len(text)


def _sixteen(data: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" when the bytes look like words of it, else ""."""
    scores = {codec: _plain(data[: len(data) // 2 * 2], codec) for codec in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] >= 0.85 else ""


def _plain(data: bytes, codec: str) -> float:
    """The share of characters that people write; newlines and Latin must look right in the byte order."""
    text = codecs.getincrementaldecoder(codec)(errors="replace").decode(data)
    good = sum(
        c in "\t\r\n\ufeff" or " " <= c < "\u0500" or "\u2000" <= c < "\u3100" or "\u4e00" <= c < "\ua000"
        or "\uff00" <= c < "\ufff0" or c >= "\U0001f000"
        for c in text
    )  # fmt: skip
    return (good - text.count("\u0a00") - text.count("\u0d00") - text.count("\0")) / max(1, len(text))


def _narrow_lines(source: BinaryIO, encoding: str) -> Iterator[Line]:
    # "\n" is never a trail byte in UTF-8, GB18030 or Big5, so bytes may be split before decoding.
    codec = "utf-8" if encoding == "utf-8-sig" else codec_of(encoding)
    number = offset = 0
    for raw, size, cut in _split(source):
        number += 1  # noqa: SIM113 - the offset is counted beside it
        offset += size
        if number == 1 and raw.startswith(codecs.BOM_UTF8):
            raw = raw[3:]  # noqa: PLW2901 - the mark is no part of the line
        try:
            yield Line(number, offset, raw.decode(codec), cut)
        except UnicodeDecodeError:
            raw = _whole(raw, encoding) if cut else raw  # noqa: PLW2901
            text, patched = decode_line(raw, encoding)
            yield Line(number, offset, text, cut, patched)


def _whole(raw: bytes, encoding: str) -> bytes:
    """A cut line without the half character at its end."""
    for drop in range(1, 4):
        if _ends_whole(raw[:-drop], codec_of(encoding)):
            return raw[:-drop]
    return raw


def _ends_whole(raw: bytes, codec: str) -> bool:
    try:
        raw.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _split(source: BinaryIO) -> Iterator[tuple[bytes, int, bool]]:
    """(line without its end, bytes consumed, cut) per line."""
    tail, dropped = b"", 0
    while block := source.read(_BLOCK):
        *lines, rest = block.split(b"\n")
        if lines:
            yield _line(tail + lines[0], dropped + 1)
            for line in lines[1:]:
                yield _line(line, 1)
            tail, dropped = rest, 0
        else:
            tail += rest
        if len(tail) > LINE_LIMIT:
            # One byte more than the limit is kept, so that the line is still known to be too long.
            tail, dropped = tail[: LINE_LIMIT + 1], dropped + len(tail) - LINE_LIMIT - 1
    if tail:
        yield _line(tail, dropped)


def _line(raw: bytes, more: int) -> tuple[bytes, int, bool]:
    size = len(raw) + more
    raw = raw.removesuffix(b"\r")
    return (raw[:LINE_LIMIT], size, True) if len(raw) > LINE_LIMIT else (raw, size, False)


def _wide_lines(source: BinaryIO, encoding: str) -> Iterator[Line]:
    # Newlines are two bytes here and may straddle anything, so text is split after decoding.
    decode: Callable[..., str] = codecs.getincrementaldecoder(encoding)(errors="replace").decode
    limit = LINE_LIMIT // 2
    number = offset = dropped = 0
    tail = ""
    for block in iter(lambda: source.read(_BLOCK), b""):
        *lines, rest = decode(block).split("\n")
        for place, text in enumerate(lines):
            whole = tail + text if place == 0 else text
            offset += _wide(whole) + 2 + dropped + (2 if number == 0 and encoding == "utf-16" else 0)
            number += 1
            yield _wide_line(number, offset, whole, limit)
            dropped = 0
        tail = rest if lines else tail + rest
        if len(tail) > limit:
            dropped += _wide(tail[limit + 1 :])
            tail = tail[: limit + 1]
    tail += decode(b"", final=True)
    if tail:
        offset += _wide(tail) + dropped + (2 if number == 0 and encoding == "utf-16" else 0)
        yield _wide_line(number + 1, offset, tail, limit)


def _wide(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass"))


def _wide_line(number: int, offset: int, text: str, limit: int) -> Line:
    text = text.removesuffix("\r")
    if number == 1:
        text = text.removeprefix("\ufeff")
    return Line(number, offset, text[:limit], len(text) > limit, "replaced" if "\ufffd" in text else "")
