"""What is said of customers beside the list and the page: their timeline, suggested merges, what an act changed."""

from typing import Any, Literal

import msgspec

from yutang.customers.views import ChannelName, CustomerContact, Named


class TimelineItem(msgspec.Struct, frozen=True, kw_only=True):
    """A fact. `kind`: as in the catalogue ("order.placed"); `of`: what it is about, where that has a name (tag,
    attribute, purpose, segment, tier, stage, account); `text`: of messages in groups the viewer may see, and of notes.
    `details`: what else the fact says, by kind."""

    id: str
    kind: str
    at: int
    group: Named | None
    staff: Named | None
    channel: ChannelName | None
    of: Named | None
    amount: int | None
    text: str | None
    hidden: bool  # there is a text, which the viewer may not read
    details: dict[str, Any]


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    items: list[TimelineItem]
    next: str | None


class SuggestedSide(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    accounts: int
    orders: int
    since_at: int | None
    contacts: list[CustomerContact]


class MergeEvidence(msgspec.Struct, frozen=True):
    """Why two customers may be one: locales "merge_evidence.<code>" (shared_email, shared_phone, hinted, name_phone).
    `holders`: how many customers share it."""

    code: Literal["shared_email", "shared_phone", "hinted", "name_phone"]
    shown: str | None
    holders: int


class MergeSuggestion(msgspec.Struct, frozen=True, kw_only=True):
    """Two customers who may be one. `score` 0 to 100: how much speaks for it, highest first."""

    one: SuggestedSide
    other: SuggestedSide
    score: int
    evidence: list[MergeEvidence]


class MergeSuggestions(msgspec.Struct, frozen=True, kw_only=True):
    items: list[MergeSuggestion]
    next: str | None


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What an act did. `skipped`: ids that are not there, or not in the viewer's scope."""

    changed: int
    skipped: list[str] = []


class RevealedContacts(msgspec.Struct, frozen=True):
    """Phones and e-mails in full."""

    items: list[CustomerContact]
