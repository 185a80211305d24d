"""The tables of the analytics store."""

# Raise it when a table gets another meaning: older files are made anew from truth.
VERSION = 6
# `fact` holds every applied fact; `payload` message texts by fact id; `batch` what was projected; `floor` the last id
# of rows that were taken back, so that none is given twice.
# Names and remarks that a search reads whole are kept as they are: to unpack them costs a third of the search's time.
# identity, customer_group and membership mirror State for the rules. The rest are folds of facts (ledger.folds) and
# results of jobs: they have no other home, and are made anew when this file is.
DDL: dict[str, str] = {
    "fact": """id bigint not null, kind smallint not null, happened timestamp not null, day date not null,
        identity_id bigint, customer_id bigint, group_id bigint, staff_id bigint, source_id bigint,
        channel smallint, object_id bigint, amount bigint, key_hi bigint not null, key_lo bigint not null,
        traits integer not null, props varchar""",
    "payload": "fact_id bigint not null, text varchar not null",
    "batch": "id bigint not null, facts bigint not null",
    "floor": "what varchar not null, id bigint not null",
    "identity": """id bigint not null, platform varchar not null, external_id varchar not null,
        customer_id bigint, name varchar, name_at bigint, role tinyint not null,
        role_rank tinyint not null""",
    "customer_group": """id bigint not null, platform varchar not null, external_id varchar not null,
        name varchar, name_at bigint, private boolean not null, owner_id bigint, line varchar,
        created timestamp, dismissed timestamp, size_limit integer""",
    "membership": """group_id bigint not null, identity_id bigint not null, joined timestamp,
        "left" timestamp, how varchar, how_left varchar, inviter_id bigint""",
    "link": """one_id bigint not null, other_id bigint not null, strong boolean not null, by_user boolean not null,
        since timestamp not null""",
    "customer": """id bigint not null, since timestamp not null,
        name varchar using compression uncompressed, people smallint not null, heard timestamp""",
    "attribute": """customer_id bigint not null, attribute_id bigint not null, number bigint, text varchar,
        set_at timestamp not null""",
    "tagging": """customer_id bigint not null, staff_id bigint, tag_id bigint not null, since timestamp not null,
        until timestamp, source tinyint not null, confidence smallint not null""",
    "tag_alias": "mark bigint not null, tag_id bigint not null",
    "group_tagging": """group_id bigint not null, tag_id bigint not null, since timestamp not null,
        until timestamp, source tinyint not null, confidence smallint not null""",
    "relation": """customer_id bigint not null, identity_id bigint not null, staff_id bigint not null,
        since timestamp not null, ended timestamp, cause tinyint, source_id bigint, how tinyint not null,
        source varchar, remark varchar using compression uncompressed""",
    "consent": """customer_id bigint not null, channel smallint, purpose_id bigint not null,
        given boolean not null, since timestamp not null, until timestamp""",
    "spending": """customer_id bigint not null, orders integer not null, cents bigint not null,
        refunded bigint not null, first_at timestamp, last_at timestamp""",
    "segment_member": "segment_id bigint not null, customer_id bigint not null",
    "standing": """customer_id bigint not null, stage tinyint not null, spreading boolean not null,
        tie tinyint not null, recency smallint, frequency smallint, money smallint""",
    "tier_member": """layer_id bigint not null, tier_id bigint not null, customer_id bigint not null,
        since timestamp not null""",
    "group_state": "group_id bigint not null, state varchar not null, advice varchar not null",
}
FACT_COLUMNS: tuple[str, ...] = tuple(
    part.split()[0] for part in DDL["fact"].replace("\n", " ").split(",") if part.strip()
)
