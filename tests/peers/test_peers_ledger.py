"""How a published value is held against ours."""

from __future__ import annotations

import pint
import pytest

from analysis.evidence import Case
from analysis.peers import roster
from analysis.peers.ledger import Check
from analysis.units import Quantity

CHECKS = roster.all_checks(Case())


def check(ours: Quantity | None) -> Check:
    """Hold one thing against 100 kg."""
    return Check("X-1", "nobody", "mass", "kg", Quantity(100.0, "kg"), ours, 0.01)


def test_a_value_within_its_tolerance_is_reproduced() -> None:
    assert check(Quantity(0.1005, "tonne")).verdict == "reproduced"
    assert check(Quantity(0.1011, "tonne")).verdict == "fails"
    assert check(None).verdict == "cannot"
    assert check(None).difference is None


def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(pint.DimensionalityError):
        _ = check(Quantity(1.0, "kW")).difference


def test_no_anchor_is_listed_twice() -> None:
    assert len({c.id for c in CHECKS}) == len(CHECKS)


def test_every_tolerance_is_tight_enough_to_fail() -> None:
    assert max(c.tolerance for c in CHECKS) <= 0.12  # a saving of NASA's, from launches alone


def test_no_peer_needs_a_study() -> None:
    for module in (*roster.WITH_COSTS, *roster.WITHOUT_COSTS):
        assert module.__doc__
        assert module.checks(Case())
