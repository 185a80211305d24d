"""`python -m yutang.fakecom`: says where it is as one line of JSON, and serves until it is stopped."""

import argparse
import asyncio
import sys
from pathlib import Path

import msgspec

from yutang.fakecom.errors import Refused
from yutang.fakecom.serving import Options, Told, serve


def main(argv: list[str] | None = None) -> int:
    """Exit code 2, with a line on stderr, for a world or a state that can't be used and for a port that is taken."""
    parser = argparse.ArgumentParser(prog="fakecom", description="A WeCom server to test against.")
    plain = Options()
    for name, kind in (("host", str), ("port", int), ("corpid", str), ("agentid", int), ("secret", str),
                       ("at", str), ("rate", float), ("save_every", float), ("latency_ms", int),
                       ("seed", int)):  # fmt: skip
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, default=getattr(plain, name))
    for name in ("world", "state"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--tied", action="store_true")
    options = msgspec.convert(vars(parser.parse_args(argv)), Options)
    try:
        asyncio.run(serve(options, _say))
    except msgspec.MsgspecError as wrong:
        print(
            f"fakecom: {options.state} is not of this build ({wrong}). Move it away and start again: "
            "it begins with the world's files then.",
            file=sys.stderr,
        )
        return 2
    except (Refused, OSError, ValueError) as wrong:
        print(f"fakecom: {wrong}", file=sys.stderr)
        return 2
    return 0


def _say(told: Told) -> None:
    print(msgspec.json.encode(told).decode(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
