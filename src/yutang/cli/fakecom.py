"""`yutang fakecom`: the WeCom server of the simulated tenant, for trying things out without a real one."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from yutang.cli.stores import Stores
from yutang.fakecom.errors import Refused
from yutang.fakecom.serving import Options, Told, serve
from yutang.kit.errors import YutangError
from yutang.locales import Lang, t

PLAIN = Options()


@click.command()
@click.option(
    "--host", default=PLAIN.host, show_default=True, help="Whoever reaches it may do anything there."
)
@click.option("--port", default=PLAIN.port, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--world", type=click.Path(path_type=Path), help="A folder that `yutang demo` wrote; else it is empty."
)
@click.option(
    "--at", default="", help="Begin at this time of the world, as 2026-10-01 09:00:00; default its end."
)
@click.option(
    "--rate", default=PLAIN.rate, show_default=True, type=click.FloatRange(0), help="0: it stands still."
)
@click.option(
    "--state", type=click.Path(path_type=Path), help="Keep everything in this file, and go on from it."
)
@click.option("--corpid", default=PLAIN.corpid, show_default=True)
@click.option("--agentid", default=PLAIN.agentid, show_default=True)
@click.option("--secret", default=PLAIN.secret, show_default=True)
@click.option("--latency-ms", default=0, show_default=True, type=click.IntRange(0))
@click.option("--seed", default=PLAIN.seed, show_default=True, type=click.IntRange(0))
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.pass_obj
def fakecom(stores: Stores, lang: Lang | None, **given: Any) -> int:
    """Run a WeCom server that is none, on this machine: for tests and for a look at how things work."""
    speech = lang or stores.lang

    def say(told: Told) -> None:
        print(t(speech, "cli.fakecom", **msgspec.structs.asdict(told)), file=sys.stderr, flush=True)

    try:
        asyncio.run(serve(msgspec.convert(given, Options), say))
    except (Refused, msgspec.MsgspecError, ValueError) as wrong:
        place = str(given["state"] or given["world"] or "fakecom")
        raise YutangError("cannot_use", path=place, detail=str(wrong)) from None
    except OSError as wrong:
        place = f"{given['host']}:{given['port']}"
        raise YutangError("cannot_use", path=place, detail=wrong.strerror or str(wrong)) from None
    return 0
