"""Secrets at rest: encrypted with a key that lives outside of State, so that a backup alone gives nothing away.

The key: `YUTANG_SECRET_KEY` (several, comma between, newest first: old ones still open), else the file `secret.key`
of the data folder, made at first use and readable by its owner only. Algorithm: Fernet (AES-128-CBC, HMAC-SHA256).
"""

import os
from pathlib import Path
from secrets import token_hex

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from yutang.kit.errors import YutangError
from yutang.kit.folder import disk_errors

FILE, VARIABLE = "secret.key", "YUTANG_SECRET_KEY"


class Secrets:
    """Closes and opens texts. Raises YutangError "secret_key" where the key can't be read."""

    def __init__(self, home: Path, environ: dict[str, str] | None = None) -> None:
        env = dict(os.environ) if environ is None else environ
        given = env.get(VARIABLE, "").strip()
        path = home / FILE
        keys = given.split(",") if given else [_kept(path)]
        try:
            self._box = MultiFernet([Fernet(key.strip()) for key in keys])
        except ValueError:
            raise YutangError("secret_key", path=VARIABLE if given else str(path)) from None

    def close(self, text: str) -> str:
        return self._box.encrypt(text.encode()).decode()

    def open(self, closed: str) -> str | None:
        """The text, or None: closed with another key, or not by us."""
        try:
            return self._box.decrypt(closed.encode()).decode()
        except InvalidToken:
            return None


def _kept(path: Path) -> str:
    """The key in the file; made when there is none. Two that start at once agree: only one can create it."""
    with disk_errors(path):
        for _ in range(2):
            try:
                return path.read_text("ascii")
            except FileNotFoundError:
                _make(path)
            except ValueError:
                raise YutangError("secret_key", path=str(path)) from None
        return path.read_text("ascii")


def _make(path: Path) -> None:
    """Written whole under another name first: whoever reads meanwhile sees no half key."""
    part = path.with_name(f".{path.name}.{token_hex(8)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(Fernet.generate_key())
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink(missing_ok=True)
