"""Reads JSON lines in blocks of whole lines: a decoder takes a block at once, and goes line by line only where
one of them is bad."""

import codecs
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from yutang.importers.contract import File, Reject, Unreadable
from yutang.importers.text import codec_of, decode_line

BLOCK_BYTES = 4 << 20
LINE_LIMIT = 16 << 20  # a longer line is no message: it is rejected without being held whole
ROW_LIMIT = 500

T = TypeVar("T")


class Block(msgspec.Struct, frozen=True):
    """Whole lines of UTF-8. `first` = 1-based number of the first, `done` = bytes of the file read so far."""

    first: int
    data: bytes
    done: int
    rejects: tuple[Reject, ...] = ()


def _pieces(file: File) -> Iterator[tuple[bytes, int]]:
    encoding = file.head().encoding
    if encoding == "binary":
        raise Unreadable("not_text")
    plain = encoding in {"utf-8", "utf-8-sig"}
    decoder = None if plain else codecs.getincrementaldecoder(codec_of(encoding))(errors="replace")
    done = 0
    with file.open() as stream:
        while piece := stream.read(BLOCK_BYTES):
            if done == 0 and piece.startswith(codecs.BOM_UTF8):
                piece, done = piece[3:], 3
            done += len(piece)
            yield (decoder.decode(piece).encode() if decoder else piece), done


def blocks(file: File) -> Iterator[Block]:
    """The file's lines in blocks of about 4 MiB, turned into UTF-8 whatever the file's encoding.
    Raises Unreadable("not_text").

    A line above 16 MiB becomes the reject "line_too_long"; it is never held whole.
    """
    rest, first, dropping = b"", 1, False
    done = 0
    for piece, done in _pieces(file):
        cut = piece.rfind(b"\n") + 1
        if cut == 0:
            if not dropping and len(rest) + len(piece) > LINE_LIMIT:
                row = rest[:ROW_LIMIT].decode(errors="replace")
                yield Block(first, b"", done, (Reject(first, "line_too_long", row),))
                rest, dropping = b"", True
            rest = b"" if dropping else rest + piece
            continue
        start = 0
        if dropping:  # the tail of the dropped line ends at this piece's first line break
            start, dropping = piece.index(b"\n") + 1, False
            first += 1
        data = rest + piece[start:cut]
        yield Block(first, data, done)
        first += data.count(b"\n")
        rest = piece[cut:]
    if rest:
        yield Block(first, rest, done)


def lines(block: Block, decoder: msgspec.json.Decoder[T]) -> Iterator[tuple[int, bytes, T | Reject]]:
    """Decode a block line by line: (line number, its bytes, the value or why not). Skips blank and `#` lines."""
    for number, raw in enumerate(block.data.split(b"\n"), block.first):
        line = raw.strip()
        if not line or line.startswith(b"#"):
            continue
        try:
            yield number, line, decoder.decode(decode_line(line, "utf-8")[0])
        except msgspec.ValidationError:
            yield number, line, Reject(number, "bad_value", _row(line))
        except msgspec.DecodeError:
            yield number, line, Reject(number, "bad_json", _row(line))
        except RecursionError:
            yield number, line, Reject(number, "nested_too_deep", _row(line))


def _row(line: bytes) -> str:
    return line[: 4 * ROW_LIMIT].decode(errors="replace")[:ROW_LIMIT]


def reject(number: int, code: str, line: bytes) -> Reject:
    return Reject(number, code, _row(line))
