"""Settings: environment over `settings.toml` in the data folder over defaults (`yutang settings`)."""

import os
import tomllib
from pathlib import Path

import msgspec
import platformdirs

from yutang.kit.errors import YutangError
from yutang.kit.peers import THIS_MACHINE, Proxies


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every setting and its default; locales "setting.<name>" say what it means."""

    home: Path  # not from the file: YUTANG_HOME, or the user's data folder
    database: str = ""  # State's URL; empty = SQLite in the data folder
    zone: str = "Asia/Shanghai"
    lang: str = ""  # zh, en; empty = from the system's locale
    memory_mb: int = 1024
    threads: int = 0  # 0 = all cores
    zip_limit_gb: int = 20
    upload_limit_gb: int = 20
    seconds_per_unread: float = 2.0
    minutes_per_group_week: float = 10.0
    host: str = "127.0.0.1"  # loopback unless told
    port: int = 8700
    webhook_reach: str = "lan"  # public, lan, local: which addresses webhooks may call
    wecom_hosts: str = ""  # hosts, with commas between, that connections may speak to besides WeCom's own
    public_url: str = ""  # the address people use, behind a proxy: https makes cookies secure
    proxies: str = (
        ""  # addresses of proxies that are believed; empty = this machine's where there is a public_url
    )


def proxies(settings: Settings) -> Proxies:
    """Those that are believed about whom a request is from. Without a public_url nothing stands before the server, and
    whoever says so would only hide. Raises YutangError bad_setting."""
    try:
        return Proxies(settings.proxies or (THIS_MACHINE if settings.public_url else ""))
    except ValueError as wrong:
        raise YutangError(
            "bad_setting", detail=f"proxies: {wrong}", file=str(settings.home / "settings.toml")
        ) from None


def load(environ: dict[str, str] | None = None) -> tuple[Settings, dict[str, str]]:
    """The settings in force, and where each came from ("default", "settings.toml", "environment")."""
    env = dict(os.environ) if environ is None else environ
    home = Path(env.get("YUTANG_HOME") or platformdirs.user_data_dir("yutang")).expanduser()
    values: dict[str, object] = {"home": str(home)}
    origin = dict.fromkeys(Settings.__struct_fields__, "default")
    origin["home"] = "environment" if env.get("YUTANG_HOME") else "default"
    file = home / "settings.toml"
    for name, value in _from_file(file).items():
        values[name], origin[name] = value, "settings.toml"
    for name in Settings.__struct_fields__:
        value = env.get(f"YUTANG_{name.upper()}")
        if value is not None and name != "home":
            values[name], origin[name] = value, "environment"
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=lambda _, text: Path(text)), origin
    except msgspec.ValidationError as wrong:
        raise YutangError("bad_setting", detail=str(wrong), file=str(file)) from None


def _from_file(file: Path) -> dict[str, object]:
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):  # the folder itself is judged when it is opened
        return {}
    except PermissionError:
        raise YutangError("read_only", path=str(file.parent)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as wrong:
        raise YutangError("bad_settings_file", file=str(file), detail=str(wrong)) from None
    unknown = sorted(set(found) - set(Settings.__struct_fields__) | ({"home"} & set(found)))
    if unknown:
        raise YutangError("unknown_setting", name=unknown[0], file=str(file))
    return found
