"""WeCom's numbers: values to configure, not constants, for the platform changes them (mass sends per customer changed
three times since 2020). Sources are official page numbers, or SDKs where no page says it.
"""

import enum

import msgspec

from yutang.channels.contract.capabilities import Cap

MINUTE, HOUR, DAY = 60, 3_600, 86_400


class MassRule(enum.StrEnum):
    """How many mass messages a customer, or a group, may get: the corp chooses in 群发助手 (92135)."""

    MONTH = "days_of_month"
    WEEK = "seven_a_week"
    DAY = "one_a_day"


MASS_CAPS = {
    MassRule.MONTH: Cap(None, "month"),
    MassRule.WEEK: Cap(7, "week"),
    MassRule.DAY: Cap(1, "day"),
}


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """Calls of one API (90454), bans in seconds, and how much of it is ours: other apps of the corp count too.

    A concurrency refusal (45033) has no documented length; it is a matter of seconds, not of the minute's counter.
    """

    corp_minute: int = 10_000
    corp_hour: int = 150_000
    ip_minute: int = 20_000
    ip_hour: int = 600_000
    ban_minute: int = MINUTE
    ban_hour: int = HOUR
    ban_at_once: int = 5
    share: float = 0.8
    at_once: int = 16


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Lengths in bytes unless the name says chars."""

    rates: Rates = Rates()
    mass_rule: MassRule = MassRule.MONTH  # 92135
    mass_people: int = 10_000  # WxJava, zsmhub
    mass_groups: int = 2_000
    mass_text: int = 4_000
    attachments: int = 9
    reminders: int = 3  # of one mass message in 24 h
    mass_list_days: int = 31
    moment_senders: int = 100_000  # 96351
    moment_chars: int = 2_000
    moment_bytes: int = 4_000
    moment_images: int = 9
    moment_creates_minute: int = 10
    moments_seen_day: int = 3  # vendors only; no official number was found
    moment_list_days: int = 30  # 96352
    welcome_seconds: int = 20  # 92599
    welcome_text: int = 4_000
    group_welcome_text: int = 3_000
    group_welcomes: int = 100
    tags: int = 3_000  # of a corp, with strategy tags
    tag_chars: int = 30
    ways: int = 500_000  # contact ways and join ways share it
    way_staff: int = 100
    way_remark_chars: int = 30
    state_chars: int = 30
    join_groups: int = 5
    join_name_chars: int = 40
    transfers_call: int = 100
    transfers_90_days: int = 2
    group_transfers_day: int = 300
    statistics_days: int = 180  # 96358
    statistics_span_days: int = 30
    ids_call: int = 100  # members of one list request
    media_days: int = 3  # 96484
    media_smallest: int = 6
    image_bytes: int = 10 * 1024 * 1024
    voice_bytes: int = 2 * 1024 * 1024
    video_bytes: int = 10 * 1024 * 1024
    file_bytes: int = 20 * 1024 * 1024
    app_text: int = 2_048
    app_member_minute: int = 30  # more is dropped, and nobody is told
    archive_days: int = 5
    kf_messages: int = 5
    kf_seconds: int = 48 * HOUR
    group_members: int = 500
