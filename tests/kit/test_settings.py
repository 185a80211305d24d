"""Settings: environment over file over defaults; a mistake is one clear error."""

from pathlib import Path

import pytest

from yutang.kit.errors import YutangError
from yutang.kit.settings import Settings, load
from yutang.locales import catalogue


def test_environment_wins_over_file_and_file_over_default(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('zone = "UTC"\nmemory_mb = 300\n')
    settings, origin = load({"YUTANG_HOME": str(tmp_path), "YUTANG_MEMORY_MB": "400"})
    assert (settings.zone, settings.memory_mb, settings.threads) == ("UTC", 400, 0)
    assert (origin["zone"], origin["memory_mb"], origin["threads"]) == (
        "settings.toml",
        "environment",
        "default",
    )


def test_every_setting_says_what_it_means() -> None:
    told = {key for key in catalogue("en") if key.startswith("setting.")}
    assert told == {f"setting.{name}" for name in Settings.__struct_fields__}


@pytest.mark.parametrize(
    ("text", "code"),
    [("zoen = 1", "unknown_setting"), ('home = "/x"', "unknown_setting"), ("memory_mb = 'much'", "bad_setting"),
     ("= 3", "bad_settings_file")],
)  # fmt: skip
def test_mistakes_are_named(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(YutangError, match=code):
        load({"YUTANG_HOME": str(tmp_path)})
