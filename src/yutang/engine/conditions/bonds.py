"""Conditions on what ties people to us: tags, consents, segments, groups, staff; each as a set of customers."""

from yutang.engine.catalogue import TAG_SOURCES
from yutang.engine.emit import Emit, Rows
from yutang.engine.rule import Consent, FromSource, HasTag, InGroup, InSegment, Owner
from yutang.ledger.marks import mark


def tag(leaf: HasTag, emit: Emit) -> Rows:
    which = (
        f"g.tag_id = {emit.bind(mark('tag', leaf.tag))}",
        emit.in_force("g.until"),
        *emit.one("g.customer_id"),
    )
    held = (
        *emit.among("g.source", [TAG_SOURCES[name] for name in leaf.sources]),
        *emit.within("g.confidence", leaf.confidence, None),
        *emit.among("g.staff_id", leaf.staff),
        *(emit.window("g.since", leaf.added) if leaf.added else ()),
    )
    told = (("since", "min(g.since)"), ("confidence", "max(g.confidence)"))
    return Rows("tagging g", "g.customer_id", which, test=held, numbers=told)


def consent(leaf: Consent, emit: Emit) -> Rows:
    """A word on all channels (null) is a word on each: what was said before it counts no more. Without a channel, one
    that it holds for will do. Of two words in one microsecond the withdrawal counts.
    """
    held = [f"k.purpose_id = {emit.bind(mark('purpose', leaf.purpose))}", *emit.one("k.customer_id")]
    if leaf.channel:
        held.append(f"(k.channel = {emit.bind(emit.world.channels[leaf.channel])} or k.channel is null)")
    said = f"k.given and {emit.in_force('k.until')}" if leaf.given else "not k.given"
    against = f"not ({said})" if leaf.channel else f"k.channel is null and not ({said})"
    since, ended = (f"max(case when {one} then k.since end)" for one in (said, against))
    last = f"coalesce({since} {'>' if leaf.given else '>='} {ended}, {since} is not null)"
    return Rows("consent k", "k.customer_id", tuple(held), last, numbers=(("since", since),))


def segment(leaf: InSegment, emit: Emit) -> Rows:
    held = (f"m.segment_id = {emit.bind(leaf.segment)}", *emit.one("m.customer_id"))
    return Rows("segment_member m", "m.customer_id", held)


def group(leaf: InGroup, emit: Emit) -> Rows:
    source = "membership m join identity i on i.id = m.identity_id"
    held = [*emit.among("m.group_id", leaf.groups), *emit.only("i.customer_id")]
    if leaf.when == "now":
        held.append(emit.in_force('m."left"'))
    if leaf.joined:
        held += emit.window("m.joined", leaf.joined)
    if leaf.states or leaf.advice:
        source += " join group_state s on s.group_id = m.group_id"
        held += (*emit.among("s.state", leaf.states), *emit.among("s.advice", leaf.advice))
    if leaf.tags:
        tags = " and ".join(emit.among("g.tag_id", [mark("tag", name) for name in leaf.tags]))
        held.append(
            f"m.group_id in (select g.group_id from group_tagging g where {tags} and {emit.in_force('g.until')})"
        )
    told = (
        ("groups", "count(distinct m.group_id)"),
        ("first_at", "min(m.joined)"),
        ("last_at", "max(m.joined)"),
    )
    return Rows(source, "i.customer_id", tuple(held), numbers=told)


def _relation(when: str, emit: Emit, *held: str) -> Rows:
    current = (emit.in_force("r.ended"),) if when == "now" else ()
    where = (*held, *current, *emit.one("r.customer_id"))
    told = (("staff", "count(distinct r.staff_id)"), ("since", "min(r.since)"))
    return Rows("relation r", "r.customer_id", where, numbers=told)


def owner(leaf: Owner, emit: Emit) -> Rows:
    return _relation(leaf.when, emit, *emit.among("r.staff_id", leaf.staff))


def source(leaf: FromSource, emit: Emit) -> Rows:
    marks = [mark("source", name) for name in leaf.sources]
    held = emit.among("r.source_id", marks) or ("r.source_id is not null",)
    return _relation(leaf.when, emit, *held)
