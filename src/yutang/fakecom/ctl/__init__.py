"""Acts of ours: the clock, the state, faults, and what people do in their clients. Named here, a module counts."""

from yutang.fakecom.ctl import callbacks, clock, corps, faults, media, members, moments

__all__ = ["callbacks", "clock", "corps", "faults", "media", "members", "moments"]
