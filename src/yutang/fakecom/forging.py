"""Callbacks that the platform never sent: what an attacker or a broken proxy makes of one. `Push.spoil` says which."""

import msgspec

from yutang.fakecom.state.world import Push

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">'
    '<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>'
)


class Forged(msgspec.Struct):
    """What is sealed, for whom, and the time it says it was sent (seconds)."""

    plain: str
    receiveid: str
    timestamp: int


def forge(push: Push, seconds: int) -> Forged:
    """What goes into the envelope; as it should be, unless this push is spoiled there."""
    made = Forged(push.plain, push.corpid, seconds)
    if push.spoil == "cb_wrong_receiveid":
        made.receiveid = f"{push.corpid[:-1]}#"
    elif push.spoil == "cb_old_timestamp":
        made.timestamp = seconds - 3600
    return made


def signature(push: Push, right: str) -> str:
    """The signature, or one with another last digit."""
    if push.spoil != "cb_wrong_signature":
        return right
    return right[:-1] + ("0" if right[-1] != "0" else "1")


def body(push: Push, right: str) -> str:
    """The body, or a megabyte, or entities that grow without end."""
    if push.spoil == "cb_big_body":
        return right.replace("</xml>", f"<Filler>{'x' * (1 << 20)}</Filler></xml>")
    if push.spoil == "cb_xml_bomb":
        return BOMB + right.replace("</xml>", "<Boom>&f;</Boom></xml>")
    return right
