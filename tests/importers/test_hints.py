"""Masked phones: counted a file each, fitting only where exactly one phone shows the same digits."""

from pathlib import Path

import pytest

from yutang.importers.actions import bring_in
from yutang.importers.dryrun import count_new, lend_keys
from yutang.importers.model import Options
from yutang.kit.settings import Settings
from yutang.ledger.ledger import Ledger
from yutang.main import private_ledger

NOW = 1_717_214_400_000_000
ORDERS = "订单号,收货人,收货人手机,金额,下单时间\nB1,张*,138****8000,5,2024-05-01\nB2,李*,138****8000,5,2024-05-01\n"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _bring(ledger: Ledger, tmp_path: Path, **files: str) -> list[list[str]]:
    paths = []
    for name, text in files.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, "utf-8")
    summary = bring_in(
        ledger, paths, Options(zone="Asia/Shanghai"), now=NOW, rejects=tmp_path / "rejects.csv"
    )
    return [[note for note in file.notes if "matched" in note] for file in summary.files]


@pytest.mark.parametrize(
    ("phones", "rate"),
    [
        (["13800138000"], "2 / 2"),
        (["13800138000", "13811118000"], "0 / 2"),
        (["13900138000"], "0 / 2"),
        ([], "0 / 2"),
    ],
)
def test_a_mask_fits_one_phone_or_none(ledger: Ledger, tmp_path: Path, phones: list[str], rate: str) -> None:
    people = "会员号,手机号,标签\nM0,,VIP\n" + "".join(f"M{p},{p},VIP\n" for p in phones)
    assert _bring(ledger, tmp_path, a=people, b=ORDERS) == [[], [f"note.masked_matched:{rate}"]]
    weak = ledger.analytics.rows("select count(*) from link where not strong")
    assert weak == [(2 if rate == "2 / 2" else 0,)]


def test_without_masks_nothing_is_said(ledger: Ledger, tmp_path: Path) -> None:
    assert _bring(ledger, tmp_path, a="会员号,手机号,标签\nM1,13800138000,VIP\n") == [[]]


def test_a_dry_run_finds_nothing_new_in_phones_that_are_known(ledger: Ledger, tmp_path: Path) -> None:
    people = "会员号,手机号,邮箱\nM1,13800138000,a@b.cn\n,13900139000,\n"
    _bring(ledger, tmp_path, a=people)
    with private_ledger(Settings(home=tmp_path, threads=1, memory_mb=512)) as alone:
        lend_keys(alone, ledger)
        _bring(alone, tmp_path, a=people)
        assert count_new(alone.analytics, ledger.analytics) == 0
        _bring(alone, tmp_path, b=people + "M2,13700137000,\n")
        assert count_new(alone.analytics, ledger.analytics) == 2  # M2, and that the phone is theirs
