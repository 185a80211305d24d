"""The published JSON: its schema, its names, its values."""

import json

import jsonschema
import msgspec
import pytest
from tests.insight.sample import empty, sample

from yutang.checkup.model import Checkup
from yutang.insight.schema import schema, to_json

TOP = ("as_of", "evidence", "totals", "groups", "operators")
GROUP = ["id", "name", "state", "p_active_28d", "advice", "reasons", "evidence", "confidence", "last_active_day", "active_days_7d", "speakers_28d", "messages_28d", "gini", "key_people", "inflow_28d", "evaporation_28d", "retained", "hours_freed_per_week", "merge_with"]  # fmt: skip


@pytest.mark.parametrize("checkup", [sample(60), sample(1), empty()], ids=["sixty", "one", "none"])
def test_the_json_meets_its_schema(checkup):
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(json.loads(to_json(checkup)))


def test_the_promised_names_are_there():
    found = json.loads(to_json(sample(12)))
    assert set(TOP) <= found.keys()
    for group in found["groups"]:
        assert set(GROUP) <= group.keys()
        assert group["advice"] in {"keep", "revive", "merge", "stop", "unknown"}
        assert group["reasons"][0].keys() == {"code", "params"}


def test_the_json_reads_back_as_the_same_check_up():
    checkup = sample(60)
    assert msgspec.json.decode(to_json(checkup), type=Checkup) == checkup


def test_the_schema_refuses_another_advice():
    found = json.loads(to_json(sample(3)))
    found["groups"][0]["advice"] = "cull"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate(found)
