"""What came of it: results are values, and failures sort into seven kinds. Instants: microseconds."""

import enum
from collections.abc import Mapping

import msgspec


class Trouble(enum.StrEnum):
    """What to do about a failure, whatever the channel's own codes are."""

    RETRY = "retry"  # goes away by itself
    THROTTLE = "throttle"  # not before `until`
    REAUTH = "reauth"  # new credentials were fetched, and refused again
    CONFIG = "config"  # an operator must change something; the connection stops
    DATA = "data"  # this item can't be done; the next one can
    POLICY = "policy"  # a cap, a consent, a window of time
    BUG = "bug"  # we asked wrongly


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A call that did not succeed. `code`: the channel's own, never its sentence. `unsure`: it may have taken effect,
    because the connection broke after the request had left; whoever asked must look before asking again. `hint`: for an
    operator (the address that isn't trusted, the far side's id of the request); nothing decides on it."""

    trouble: Trouble
    code: str
    call: str = ""
    until: int | None = None
    unsure: bool = False
    hint: str = ""


class Sent(msgspec.Struct, frozen=True, tag="sent"):
    ref: str
    failed: Mapping[str, str] = {}  # recipient → reason


class AwaitingStaff(msgspec.Struct, frozen=True, tag="awaiting_staff"):
    ref: str
    failed: Mapping[str, str] = {}


class RetryAfter(msgspec.Struct, frozen=True, tag="retry_after"):
    """Nothing was done."""

    until: int
    reason: str


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """Nothing was done. Not permanent: an operator can mend it, then it may be submitted again."""

    reason: str
    permanent: bool
    trouble: Trouble = Trouble.DATA


# Why a submit did nothing: the far side knows an upload of the message no more. Made anew, it may be submitted again.
UPLOADS_GONE = "uploads_gone"
# A verb that the channel's capabilities don't have.
NOT_OFFERED = Refused("not_offered", permanent=True, trouble=Trouble.BUG)


class Unknown(msgspec.Struct, frozen=True, tag="unknown"):
    """It may have been done. `ref` is for `poll`, which finds out."""

    ref: str
    reason: str


Result = Sent | AwaitingStaff | RetryAfter | Refused | Unknown


class State(enum.StrEnum):
    """Of one recipient."""

    SUBMITTED = "submitted"
    AWAITING_STAFF = "awaiting_staff"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Standing(msgspec.Struct, frozen=True, gc=False):
    """`reason` of a failure: not_friend, capped, invalid, expired, cancelled, refused. `at`: when it was sent."""

    recipient: str
    state: State
    reason: str = ""
    at: int | None = None
    sender: str = ""


class Polled(msgspec.Struct, frozen=True, kw_only=True):
    """`ref`: to poll with next (an unknown one becomes a known one); "" = it was never done, and may be submitted
    anew. `standings`: of those of whom there is news. `confirmed`: staff → whether they tapped. `final`: nothing will
    change any more. `refused`: the far side's code of why it won't be made after all, though it was taken at first."""

    ref: str
    standings: tuple[Standing, ...] = ()
    confirmed: Mapping[str, bool] = {}
    final: bool = False
    refused: str = ""


class Reached(msgspec.Struct, frozen=True):
    """Who can see what a member published."""

    recipients: tuple[str, ...] = ()


class Reaction(msgspec.Struct, frozen=True, gc=False):
    """Of one person, on what a member published. `at`: when. `staff`: it is a member of staff, not a customer."""

    who: str
    at: int
    staff: bool = False


class Reactions(msgspec.Struct, frozen=True, kw_only=True):
    """All there are now: who took theirs back is in it no more. Words are told by no channel yet."""

    likes: tuple[Reaction, ...] = ()
    comments: tuple[Reaction, ...] = ()


class Done(msgspec.Struct, frozen=True):
    ref: str = ""


class HumanTask(msgspec.Struct, frozen=True, kw_only=True):
    """What a person must do, because software may not. `how`: a code, locales "channel.how.<how>"."""

    action: str
    target: str
    how: str


def result(failure: Failure, now: int) -> Result:
    """What a submit that failed comes to. An unsure one is never this: its ref is the adapter's to make."""
    if failure.trouble in {Trouble.RETRY, Trouble.THROTTLE}:
        return RetryAfter(failure.until or now, failure.code)
    permanent = failure.trouble in {Trouble.DATA, Trouble.POLICY, Trouble.BUG}
    return Refused(failure.code, permanent=permanent, trouble=failure.trouble)
