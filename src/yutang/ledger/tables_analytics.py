"""The analytics store's tables (DuckDB). Derived: may be deleted and rebuilt at any time."""

# `fact` holds every applied fact; `payload` message texts by fact id; the rest mirror State for the rules.
DDL: tuple[str, ...] = (
    """create table if not exists fact (
        id bigint not null, kind smallint not null, happened timestamp not null, day date not null,
        identity_id bigint, customer_id bigint, group_id bigint, staff_id bigint, source_id bigint,
        channel smallint, object_id bigint, amount bigint, key hugeint not null,
        traits integer not null default 0, props varchar)""",
    "create table if not exists payload (fact_id bigint not null, text varchar not null)",
    """create table if not exists identity (
        id bigint not null, platform varchar not null, external_id varchar not null, customer_id bigint,
        name varchar, role tinyint not null)""",
    """create table if not exists customer_group (
        id bigint not null, platform varchar not null, external_id varchar not null, name varchar,
        private boolean not null, owner_id bigint, line varchar, created timestamp, dismissed timestamp,
        size_limit integer)""",
    """create table if not exists membership (
        group_id bigint not null, identity_id bigint not null, joined timestamp, "left" timestamp,
        how varchar, how_left varchar, inviter_id bigint)""",
    "create table if not exists batch (id bigint not null, facts bigint not null)",
)
