import datetime as dt
import hashlib
import json
import os
import subprocess
import sys

from yutang.demo import world, write

DAY = dt.date(2026, 3, 31)
DIGEST = """
import datetime, hashlib
from yutang.demo import world
files = world(7, datetime.date(2026, 3, 31))
print(hashlib.sha256(b"".join(n.encode() + files[n] for n in sorted(files))).hexdigest())
"""


def test_another_process_zone_locale_and_hash_seed_give_the_same_bytes(files, tmp_path):
    env = os.environ | {"PYTHONHASHSEED": "99", "TZ": "America/Lima", "LC_ALL": "C"}
    run = subprocess.run(
        [sys.executable, "-c", DIGEST], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    here = hashlib.sha256(b"".join(n.encode() + files[n] for n in sorted(files))).hexdigest()
    assert run.stdout.strip() == here


def test_another_day_only_moves_the_world(files):
    moved = json.loads(world(7, dt.date(2024, 2, 29))["truth.json"])
    same = json.loads(files["truth.json"])
    assert moved["day"] == "2024-02-29"
    assert [g["id"] for g in moved["groups"]] == [g["id"] for g in same["groups"]]
    assert [g["life"] for g in moved["groups"]] == [g["life"] for g in same["groups"]]
    assert moved["active_each_of_7_days"] == same["active_each_of_7_days"]


def test_write_puts_every_file_in_place_and_another_seed_is_another_world(files, tmp_path):
    stale = tmp_path / "new" / "truth.json"
    stale.parent.mkdir()
    stale.write_bytes(b"old")
    made = {
        p.relative_to(tmp_path / "new").as_posix(): p.read_bytes() for p in write(tmp_path / "new", 8, DAY)
    }
    assert set(made) == set(files)
    assert stale.read_bytes() == made["truth.json"]
    assert not {g["id"] for g in json.loads(made["truth.json"])["groups"]} & {
        g["id"] for g in json.loads(files["truth.json"])["groups"]
    }
    assert made["data/群成员.xlsx"] != files["data/群成员.xlsx"]


def test_the_world_is_as_large_as_it_says(files, seen):
    assert len(seen.groups) == 300
    assert len(seen.own) == 30
    assert len({g["业务线"] for g in seen.groups}) == 7
    assert 8_000 <= len({m["成员ID"] for m in seen.members if m["成员类型"] == "客户"}) <= 10_000
    assert 150_000 <= len(seen.said) <= 250_000
    assert sum(map(len, files.values())) < 100_000_000
