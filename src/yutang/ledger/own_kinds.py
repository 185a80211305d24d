"""What the facts hold that Yutang itself says; no program can post them."""

from yutang.ledger.catalogue import Kind, KindDoc

OWN: tuple[KindDoc, ...] = (
    KindDoc(
        Kind.SEGMENT_ENTERED,
        "segment.entered",
        "a customer came into a segment",
        {"identity": "who", "object": "the segment", "amount": "the rule's version", "props": "watermark"},
        ours=True,
    ),
    KindDoc(
        Kind.SEGMENT_LEFT,
        "segment.left",
        "a customer left a segment",
        {"identity": "who", "object": "the segment", "amount": "the rule's version", "props": "watermark"},
        ours=True,
    ),
    KindDoc(
        Kind.TIER_CHANGED,
        "tier.changed",
        "a customer is in another tier of a layer",
        {"identity": "who", "source": "the layer", "object": "the tier", "amount": "the tier before"},
        ours=True,
    ),
    KindDoc(
        Kind.STAGE_CHANGED,
        "stage.changed",
        "a customer is at another stage of the lifecycle",
        {"identity": "who", "object": "the stage", "amount": "the stage before"},
        ours=True,
    ),
    KindDoc(
        Kind.CUSTOMER_ERASED,
        "customer.erased",
        "a customer was erased: nothing says any more who it was",
        {"object": "how many accounts they had"},
        ours=True,
    ),
    KindDoc(
        Kind.TOUCH_PROPOSED,
        "touch.proposed",
        "a message to a customer was laid before a member of staff",
        {"identity": "who gets it", "staff": "who sends it", "channel": "where", "object": "the send"},
        ours=True,
    ),
    KindDoc(
        Kind.TOUCH_SENT,
        "touch.sent",
        "a customer got a message",
        {"identity": "who", "staff": "who sent it", "channel": "where", "object": "the send"},
        ours=True,
    ),
    KindDoc(
        Kind.TOUCH_REFUSED,
        "touch.refused",
        "a customer got no message, and why",
        {
            "identity": "who",
            "staff": "who was to send it, if that was known",
            "channel": "where",
            "object": "the send",
            "amount": "why: 1 erased, 2 an account of the brand's own, 3 no account there, 4 deleted us, "
            "5 nobody follows them, 6 nobody decided whose they are, 7 another unit's, 8 who follows them is out of "
            "sight, 9 took consent back, 10 got all that is allowed, 11 other sends use that up, "
            "12 no member who publishes the Moment follows them, 13 they have none of its tags, "
            "20 deleted the sender, 21 the platform's cap, 22 invalid, 23 the platform refused the send, "
            "24 left out by the platform, 25 another reason, 26 cancelled, 27 nobody confirmed it in time, "
            "28 the platform did not show them what was published",
        },
        ours=True,
    ),
    KindDoc(
        Kind.TOUCH_LIKED,
        "touch.liked",
        "a customer liked a post",
        {"identity": "who", "staff": "whose post", "channel": "where", "object": "the send"},
        ours=True,
    ),
    KindDoc(
        Kind.TOUCH_COMMENTED,
        "touch.commented",
        "a customer commented on a post",
        {"identity": "who", "staff": "whose post", "channel": "where", "object": "the send"},
        ours=True,
    ),
    KindDoc(
        Kind.NOTE_WITHDRAWN,
        "note.withdrawn",
        "a note was taken back: its words are shown no more",
        {"identity": "as note.written", "object": "low half of the note's key", "props": "by"},
        ours=True,
    ),
    KindDoc(
        Kind.CHAT_STARTED,
        "chat.started",
        "a customer wrote to a member of staff for the first time, as the platform says of its links; no words of it",
        {"identity": "the customer", "staff": "to whom"},
        ours=True,
    ),
)
