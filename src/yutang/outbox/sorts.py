"""What an upload is, told by its content: a picture, a video, a file. Pure.

What a browser or a name says of it counts for nothing, but for one thing: old Office files all begin alike.
"""

import io
import zipfile

PICTURE, VIDEO, FILE = "picture", "video", "file"
SMALLEST = 6  # bytes (WeCom page 96484, as the largest)
LARGEST = {PICTURE: 10 << 20, VIDEO: 10 << 20, FILE: 20 << 20}
_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_MOV = b"qt  "  # the brand of QuickTime, in the same box as MP4: WeCom takes MP4 alone
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OLD = {"doc", "xls", "ppt"}
_MOST_ENTRIES = 20_000


def ending(content: bytes, name: str) -> str:
    """png, jpg, mp4, pdf, docx, xlsx, pptx, doc, xls, ppt; "": it is none of these."""
    for head, kind in _PICTURES.items():
        if content.startswith(head):
            return kind
    if content[4:8] == b"ftyp":
        return "" if content[8:12] == _MOV else "mp4"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(_OLE):
        said = name.rpartition(".")[2].lower()
        return said if said in _OLD else ""
    return _zipped(content) if content.startswith(b"PK\x03\x04") else ""


def sort_of(ending_: str) -> str:
    if ending_ in _PICTURES.values():
        return PICTURE
    return VIDEO if ending_ == "mp4" else FILE


def _zipped(content: bytes) -> str:
    """An Office file by what lies in it. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    if "[Content_Types].xml" not in names or len(names) > _MOST_ENTRIES:
        return ""
    return next((kind for folder, kind in _OFFICE.items() if any(n.startswith(folder) for n in names)), "")
