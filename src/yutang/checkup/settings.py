"""What a check-up assumes: every number that no data can give. Shown beside the figures, and a setting each."""

import msgspec


class Assumptions(msgspec.Struct, frozen=True, kw_only=True):
    """Units in the names. Limits of states are probabilities of an active day in the next 28 days."""

    # Both are assumptions without a source, the same as in kit.settings, where the user sets them: nobody has
    # published what a group costs an operator. Cautious on purpose, so that hours freed are not overstated.
    seconds_per_unread: float = 2.0  # an operator's glance at a message of somebody else
    minutes_per_group_week: float = 10.0  # looking after a group: posting, checking, roster
    alive_from: float = 0.5  # likelier than not to have an active day
    dead_below: float = 0.1  # fewer than one in ten comes back: dead after 28 silent days
    dead_below_later: float = 0.25  # fewer than one in four: dead after 56; likelier ones are never stopped
    overdue_below: float = 0.05  # chance of so long a silence, had its own rhythm gone on
    counted_active_messages: float = 5.0  # counts without speakers: so many messages stand for two speakers
    blast_groups: float = 3.0  # the same link or text in so many groups is a blast
    merge_overlap: float = 0.3  # shared people over the smaller group
    merge_topic: float = 0.3  # cosine of words, where the line of business doesn't settle it
    default_size_limit: float = 500.0  # people a group holds when the roster gives no limit
    hub_groups: float = 50.0  # who sits in more groups says nothing about two of them
