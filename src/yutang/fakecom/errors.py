"""The platform's errors: a code, and words that nobody may rely on."""

from yutang.fakecom.dice import Dice

WORDS = {
    -1: "system error",
    40001: "invalid credential",
    40003: "invalid userid",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40009: "invalid image size",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40031: "invalid userid list",
    40033: "invalid char, there is no \\uxxxx in request",
    40035: "invalid parameter",
    40058: "invalid Request Parameter",
    40063: "some parameters are empty",
    40068: "invalid tagid",
    40071: "duplicate tag name",
    40072: "invalid tag name size",
    40091: "invalid secret",
    40096: "invalid external userid",
    40097: "user has not resigned",
    40098: "user has not been verified",
    40099: "external contact count exceed limit",
    40100: "external contact is being transferred",
    40126: "tags count exceed limit",
    40128: "transfer count of the customer exceed limit",
    40129: "the customer is being transferred",
    40130: "handover user is same with takeover user",
    40131: "handover user is not the follow user",
    40143: "customer refused the takeover user",
    41001: "access_token missing",
    41002: "corpid missing",
    41004: "secret missing",
    41005: "media data missing",
    41006: "media_id missing",
    41035: "external userid is not the contact of the user",
    41037: "unsupported contact way type",
    41038: "unsupported contact way scene",
    41039: "unsupported contact way style",
    41040: "invalid config_id",
    41041: "contact way users exceed limit",
    41044: "contact way remark too long",
    41045: "contact way count exceed limit",
    41046: "missing group message id",
    41047: "invalid group message id",
    41048: "no customer to send",
    41049: "welcome code missing",
    41050: "invalid welcome code or expired",
    41051: "already in chat with the customer",
    41054: "user has not been activated or verified",
    41055: "group welcome template count exceed limit",
    41058: "no right to operate the group welcome template",
    41059: "missing moment_id",
    41060: "invalid moment_id",
    41061: "invalid moment sender userid",
    41062: "moment has not been published by the user",
    41063: "group message is dispatching",
    41064: "attachments count exceed limit",
    41065: "invalid attachment type",
    41067: "invalid moment type",
    41068: "invalid intercept rule word list",
    41069: "invalid intercept rule word",
    41070: "intercept rule count exceed limit",
    41071: "intercept rule users exceed limit",
    41072: "invalid scene of media",
    41076: "invalid intercept rule_id",
    41078: "too many moment jobs",
    41088: "moment has no valid sender",
    41089: "moment has no valid customer",
    41091: "chat count of join way exceed limit",
    41093: "group message has been cancelled",
    41094: "remind count exceed limit",
    41096: "welcome message is being sent by another app",
    42001: "access_token expired",
    42052: "message can not be recalled after 24 hours",
    43001: "require GET method",
    43002: "require POST method",
    44001: "empty media data",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45009: "api freq out of limit",
    45033: "api concurrent out of limit",
    47001: "data format error",
    48002: "api forbidden for no authority",
    60011: "no privilege to access/modify contact/party/agent",
    60020: "not allow to access from your ip",
    60111: "userid not found",
    81011: "no permission to operate the tag",
    81013: "all recipients are invalid",
    81017: "the number of users exceeds the limit",
    84061: "not external contact",
    84074: "no permission for external contact",
    86001: "invalid chatid",
    86003: "appchat exists",
    90500: "group owner has not resigned",
    90501: "chatid is not customer group",
    90502: "group owner has resigned",
    90504: "new owner is same with old owner",
    90511: "invalid opengid",
    95000: "invalid open_kfid",
    95001: "send count exceed limit of 5",
    95002: "send after 48 hours",
    95013: "session is end",
    95016: "service state can not change so",
    95018: "service state forbids to send",
}
_ORNAMENTS = ("{0}", "{0}.", "[{0}]", "error: {0}", "request failed, {0}", "{0} (see doc)", "Err {0}")


class Refused(Exception):
    """The platform says no: `code`, and its words unless others are given. HTTP 200 all the same."""

    def __init__(self, code: int, words: str = "") -> None:
        self.code = code
        self.words = words or WORDS.get(code, "invalid request")
        super().__init__(f"{code} {self.words}")


def message(refused: Refused, dice: Dice, *, seconds: int, ip: str, vary: bool) -> str:
    """The errmsg with the platform's tail: `…, hint: [time_number_hash], from ip: …, more info at …?e=code`."""
    words = refused.words
    if vary:
        words = dice.pick(_ORNAMENTS).format(dice.pick((words, words.capitalize(), words.upper())))
    hint = f"{seconds}_{dice.number(1, 99)}_{dice.octets(16).hex()}"
    more = f"https://open.work.weixin.qq.com/devtool/query?e={refused.code}"
    return f"{words}, hint: [{hint}], from ip: {ip}, more info at {more}"
