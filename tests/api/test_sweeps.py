"""A sweep gives what single what-ifs give."""

from __future__ import annotations

import pytest

from analysis.api.core import evaluate, scenario, search
from analysis.api.sweeps import chart, points, sweep
from analysis.evidence.errors import EvidenceError

MULTIPLE = "multiple.offer_multiple"


def test_a_sweep_is_what_single_changes_give_and_can_be_drawn():
    found = sweep(MULTIPLE, {"offering.price": [100.0, 200.0]})
    alone = [evaluate(MULTIPLE, scenario("base", {"offering.price": price}))["low"][0] for price in (100.0, 200.0)]
    assert found[MULTIPLE].tolist() == pytest.approx(alone, rel=1e-12)
    assert chart(found, False).to_dict()["encoding"]["x"]["field"] == "offering price"


def test_what_is_no_sweep_is_refused():
    for text in ("1", "a:b", "-1:5:log", "1:2:9999", "1:inf"):
        if text != "1":
            with pytest.raises(EvidenceError, match="a sweep needs"):
                points(text)
    with pytest.raises(EvidenceError, match="does not read"):
        sweep(MULTIPLE, {"launch.price": [1.0, 2.0]})


def test_names_are_found_by_words_even_misspelt_ones():
    assert "launch.base_launch_price" in search("price kilogram orbit")["name"].tolist()
    assert "parity.cost_ratio" in search("cost ratoi")["name"].tolist()
    assert search("zzzzqqqq").empty
    assert repr(scenario("base", {"offering.price": 100})).endswith("1 changed number>")
