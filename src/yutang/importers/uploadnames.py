"""Where a file with a name from a browser may lie: never outside its folder, never a name that a disk refuses.

The name that was given is kept beside it and shown; only the place on disk is changed.
"""

import hashlib
import re
import unicodedata

PATH_LIMIT, DEPTH_LIMIT, NAME_BYTES = 2_000, 32, 255
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")
_DRIVE = re.compile(r"[A-Za-z]:")
# What Windows takes for a device, whatever comes behind the point.
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\..*)?")


def refused(path: str) -> str | None:
    """Why a path is not taken at all ("absolute", "outside", "nul", "empty", "long", "deep", "text"); None: it is."""
    parts = path.split("/")
    reasons = {
        "empty": not path or "" in parts[1:],
        "text": any(0xD800 <= ord(c) <= 0xDFFF for c in path),  # half a character
        "nul": "\x00" in path,
        "absolute": path.startswith(("/", "\\", "~/")) or _DRIVE.match(path) is not None,
        "outside": any(part.strip() in (".", "..") for part in re.split(r"[/\\]", path)),
        "long": len(path) > PATH_LIMIT,
        "deep": len(parts) > DEPTH_LIMIT,
    }
    order = ("text", "nul", "absolute", "outside", "empty", "long", "deep")
    return next((reason for reason in order if reasons[reason]), None)


def place(path: str) -> str:
    """Where a path that is not refused lies below its folder."""
    return "/".join(_part(part) for part in path.split("/"))


def folded(place_: str) -> str:
    """The same for two places that a disk may take for one."""
    return unicodedata.normalize("NFC", place_).casefold()


def beside(place_: str, number: int) -> str:
    """The place of the `number`th file that would lie at a place that is taken."""
    folder, slash, name = place_.rpartition("/")
    stem, point, suffix = name.rpartition(".")
    named = f"{stem}~{number}{point}{suffix}" if stem else f"{name}~{number}"
    return folder + slash + _short(named)


def _part(part: str) -> str:
    # Whoever wrote é as one character or as two means one name; disks differ in what they make of it.
    name = _CONTROL.sub("_", unicodedata.normalize("NFC", part))
    if _DEVICE.fullmatch(name):
        name = f"_{name}"
    if not name.strip(" ."):
        name = f"_{name}"
    return _short(name)


def _short(name: str) -> str:
    """A name that fits into a directory entry; what is cut is told apart by its digest."""
    data = name.encode()
    if len(data) <= NAME_BYTES:
        return name
    stem, point, suffix = name.rpartition(".")
    tail = f"{point}{suffix}" if stem and len(suffix.encode()) <= 16 else ""
    mark = "~" + hashlib.blake2b(data, digest_size=6).hexdigest()
    kept = data[: NAME_BYTES - len((mark + tail).encode())].decode("utf-8", "ignore")
    return kept + mark + tail
