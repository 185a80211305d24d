"""A file's bytes as clean UTF-8 in whole lines, for readers that know nothing else."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from yutang.importers.text import LINE_LIMIT, decode_line

_BLOCK = 1024 * 1024


class Utf8(io.RawIOBase):
    """Reads `source` as UTF-8 whatever it is in; `skip` = lines to leave out at the beginning.

    Lines in another encoding than the file's are decoded by themselves and counted in `patched`; a line
    above LINE_LIMIT is cut, its quotes closed, and counted in `cut`. `done` = bytes of `source` consumed.
    """

    def __init__(self, source: BinaryIO, encoding: str, skip: int = 0) -> None:
        super().__init__()
        self._source = source
        self._encoding = encoding
        self._blocks = self._skipped(skip)
        self._rest = b""
        self.done = 0
        self.patched = 0
        self.cut = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """`size` bytes, fewer only at the end: a reader that gets less works in smaller pieces."""
        parts: list[bytes] = [self._rest]
        have = len(self._rest)
        while size < 0 or have < size:
            block = next(self._blocks, None)
            if block is None:
                break
            parts.append(block)
            have += len(block)
        whole = b"".join(parts)
        self._rest = whole[size:] if size >= 0 else b""
        return whole[:size] if size >= 0 else whole

    def close(self) -> None:
        self._source.close()
        super().close()

    def lines(self) -> Iterator[bytes]:
        """The lines without their ends."""
        for block in self._blocks:
            *lines, last = block.split(b"\n")
            yield from lines
            if last:
                yield last

    def _skipped(self, skip: int) -> Iterator[bytes]:
        for block in self._clean():
            while skip and block:
                head, found, block = block.partition(b"\n")  # noqa: PLW2901 - what is left of it
                skip -= 1 if found or head else 0
            if block:
                yield block

    def _clean(self) -> Iterator[bytes]:
        first = True
        for block in self._whole_lines():
            clean = self._encoded(block.removeprefix(codecs.BOM_UTF8) if first else block)
            first = False
            yield clean

    def _whole_lines(self) -> Iterator[bytes]:
        """Blocks that end at a line's end. A line without an end in sight is cut."""
        tail = b""
        for block in self._bytes():
            at = block.find(b"\n")
            if at < 0:
                # One byte above the limit is enough to know that the line is too long.
                tail = (tail + block)[: LINE_LIMIT + 1]
                continue
            last = block.rfind(b"\n") + 1
            head = tail + block[:at]
            yield (self._closed(head) if len(head) > LINE_LIMIT else head) + block[at:last]
            tail = block[last:]
        if tail:
            yield self._closed(tail) if len(tail) > LINE_LIMIT else tail

    def _closed(self, line: bytes) -> bytes:
        self.cut += 1
        line = line[:LINE_LIMIT]
        return line + b'"' if line.count(b'"') % 2 else line

    def _bytes(self) -> Iterator[bytes]:
        wide = self._encoding.startswith("utf-16")
        decode = codecs.getincrementaldecoder(self._encoding)(errors="replace").decode if wide else None
        mac = False
        for number, block in enumerate(iter(lambda: self._source.read(_BLOCK), b"")):
            self.done += len(block)
            text = decode(block).removeprefix("\ufeff").encode("utf-8", "replace") if decode else block
            if number == 0:
                mac = b"\n" not in text and b"\r" in text  # spreadsheets of old Macs end lines with it
            yield text.replace(b"\r", b"\n") if mac else text

    def _encoded(self, block: bytes) -> bytes:
        if self._encoding.startswith("utf-16") or block.isascii():
            return block
        if self._encoding in ("utf-8", "utf-8-sig"):
            try:
                block.decode("utf-8")
            except UnicodeDecodeError:
                return self._by_line(block)
            return block
        try:
            codec = "big5hkscs" if self._encoding == "big5" else self._encoding
            return block.decode(codec).encode("utf-8")
        except UnicodeDecodeError:
            return self._by_line(block)

    def _by_line(self, block: bytes) -> bytes:
        lines: list[str] = []
        for line in block.split(b"\n"):
            text, patched = decode_line(line, self._encoding)
            self.patched += patched != ""
            lines.append(text)
        return "\n".join(lines).encode("utf-8")
