"""Pieces of SQL that sightings are made of. All of them select from a view `v` of one table's rows."""

from yutang.ledger.catalogue import Kind

_COLUMNS = (
    "kind", "happened", "group_ref", "actor_ref", "actor_name", "actor_role", "object_ref", "related_ref",
    "amount", "text", "props",
)  # fmt: skip
_YES = "是|对|有|1|true|yes|y|on|同意|已同意|接受|已接受|允许|授权|已授权|订阅|已订阅|subscribed|given|granted|accepted"
_NO = (
    "否|不|无|0|false|no|n|off|不同意|未同意|拒绝|已拒绝|不接受|未授权|取消授权|退订|已退订|取消订阅|未订阅|unsubscribed|withdrawn"
    "|denied|declined|not subscribed"
)


def rows(kind: Kind, happened: str, where: str = "true", source: str = "v", **columns: str) -> str:
    """One sighting for each row of `source` that meets `where`; columns of SIGHTING that aren't given are null."""
    given = {"kind": str(int(kind)), "happened": happened, "actor_role": "0"} | columns
    picks = ", ".join(f"{given.get(name, 'null')} as {name}" for name in _COLUMNS)
    return f"select {picks} from {source} where {where}"


def merged(**pairs: str) -> str:
    """JSON of what isn't null; null when nothing is left."""
    given = ", ".join(f"'{name}', {sql}" for name, sql in pairs.items())
    return f"nullif(json_merge_patch('{{}}', json_object({given}))::varchar, '{{}}')"


def object_of(**pairs: str) -> str:
    """The same, faster: a text made of texts, no JSON parsed."""
    parts = ", ".join(
        f"case when {sql} is not null then '\"{name}\":' || to_json({sql}) end" for name, sql in pairs.items()
    )
    return f"nullif('{{' || concat_ws(',', {parts}) || '}}', '{{}}')"


def is_yes(cell: str) -> str:
    return f"coalesce(regexp_full_match(lower(trim({cell})), '{_YES}'), false)"


def is_no(cell: str) -> str:
    return f"coalesce(regexp_full_match(lower(trim({cell})), '{_NO}'), false)"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def cut(cell: str) -> str:
    """The different entries of a cell that lists several, sorted. A plain "/" cuts nothing: it names groups."""
    parts = f"list_transform(regexp_split_to_array({cell}, '[,，、;；|｜／\\n]'), lambda x: trim(x))"
    return f"list_sort(list_distinct(list_filter({parts}, lambda x: x <> '')))"
