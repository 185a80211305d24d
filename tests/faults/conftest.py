"""The command line as a process, to be killed, filled up and cut short."""

from cli.conftest import home, launcher, yutang

__all__ = ["home", "launcher", "yutang"]
