"""How alike two groups talk: cosine of tf-idf weights of the words in a sample of each group's latest messages.

Read only for pairs that share people: the sample is $topic_sample messages a group, cut by rjieba.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

import duckdb
import rjieba

from yutang.engine.steps import Step
from yutang.ledger.catalogue import Kind
from yutang.ledger.traits import Trait

SAMPLE = Step(
    "topic.sample",
    f"""create or replace temp table cu_sample as
    select s.group_id, p.text from (
        select group_id, unnest(max_by(id, happened, 60)) as fact_id from (
            select f.group_id, f.id, f.happened from fact f semi join (
                select source as group_id from cu_pair union select target from cu_pair
            ) c on c.group_id = f.group_id
            where f.kind = {Kind.MESSAGE_SENT:d} and f.day <= $as_of
                and f.traits & {Trait.FILLER | Trait.MEDIA:d} = 0
        ) group by group_id
    ) s join payload p on p.fact_id = s.fact_id""",
)
STEPS = (SAMPLE,)


def words(texts: Iterable[str]) -> Counter[str]:
    """Words of two or more letters, each once a message."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update({w for w in rjieba.cut(text.lower()) if len(w) > 1 and w.isalpha()})
    return found


def likeness(
    of: Mapping[int, Counter[str]], pairs: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """Cosine, 0 … 1, of each pair of groups; pairs with a group without words are absent."""
    spread = Counter(w for c in of.values() for w in c)
    idf = {w: math.log((1 + len(of)) / (1 + n)) + 1 for w, n in spread.items()}
    weight = {g: {w: (1 + math.log(n)) * idf[w] for w, n in c.items()} for g, c in of.items() if c}
    norm = {g: math.sqrt(sum(v * v for v in w.values())) for g, w in weight.items()}
    found: dict[tuple[int, int], float] = {}
    for a, b in pairs:
        if a in weight and b in weight:
            dot = sum(v * weight[b].get(w, 0.0) for w, v in weight[a].items())
            found[a, b] = dot / (norm[a] * norm[b])
    return found


def sampled(cursor: duckdb.DuckDBPyConnection) -> dict[int, Counter[str]]:
    """The sample's words by group."""
    texts: dict[int, list[str]] = {}
    for group, text in cursor.execute("select group_id, text from cu_sample").fetchall():
        texts.setdefault(group, []).append(text)
    return {g: words(t) for g, t in texts.items()}
