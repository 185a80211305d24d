"""The welcome message: twenty seconds, once; of two apps at the same time the second is told to try again."""

from yutang.fakecom.call import Call
from yutang.fakecom.contents import content
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import archive
from yutang.fakecom.life.delivering import deliver
from yutang.fakecom.state.corps import Json


@endpoint("POST", "externalcontact/send_welcome_msg", permission="contact")
def send_welcome(call: Call) -> Json:
    """41049 no code, 41050 unknown or late, 41096 another app is at it, 41051 already greeted or talking, 41053 the
    customer must agree to the archive first."""
    given = call.body.text("welcome_code", need=41049)
    code = call.corp.welcome_codes.get(given)
    if code is None:
        raise Refused(41050)
    said = content(call)
    if code.used_at:
        under_way = call.now < code.used_at + call.corp.policy.welcome_sending_ms
        raise Refused(41096 if under_way and code.used_by != call.app.agentid else 41051)
    if call.now > code.issued_at + call.corp.policy.welcome_s * 1000:
        raise Refused(41050)
    follow = call.corp.follows.get(code.userid, {}).get(code.external_userid)
    if follow is not None and follow.chatted:
        raise Refused(41051)
    agreed = archive.agreed(call.corp, code.userid, code.external_userid)["agree_status"]
    if call.corp.policy.welcome_needs_consent and agreed != archive.AGREED:
        raise Refused(41053)
    code.used_by, code.used_at = call.app.agentid, call.now
    deliver(
        call.fake,
        call.corp,
        "welcome",
        given,
        said,
        userid=code.userid,
        external_userid=code.external_userid,
    )
    return {}
