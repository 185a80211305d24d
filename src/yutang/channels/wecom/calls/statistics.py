"""What the platform counts of members. Yesterday is all zeros until some time after 10:00."""

from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

BEHAVIOUR = Call("POST", "externalcontact/get_user_behavior_data", repeats=True)


class BehaviourAsk(Ask):
    """One of the two lists, ≤ 100. Several are **summed**: ask one by one. Seconds, both days included, ≤ 30 days."""

    start_time: int
    end_time: int
    userid: Maybe[list[str]] = UNSET
    partyid: Maybe[list[int]] = UNSET


class Behaviour(Wire):
    """Of a day. `avg_reply_time` in minutes; both reply figures are missing where nobody wrote."""

    stat_time: int
    chat_cnt: int = 0
    message_cnt: int = 0
    reply_percentage: float | None = None
    avg_reply_time: int | None = None
    negative_feedback_cnt: int = 0
    new_apply_cnt: int = 0
    new_contact_cnt: int = 0


class Behaviours(Wire):
    behavior_data: list[Behaviour] = []


def behaviour(client: Client, ask: BehaviourAsk) -> Behaviours | Failure:
    return client.ask(BEHAVIOUR, Behaviours, ask)
