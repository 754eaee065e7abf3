"""A number that one original carries alone decides no verdict."""

import pytest

from analysis.evidence import Case, claim_records
from analysis.results import support, verdicts

POINT = 0.01


@pytest.mark.night  # two minutes: every claim behind which such a number stands is judged at both ends of its range
def test_no_probability_leans_on_a_number_that_one_original_carries_alone() -> None:
    case, moved = Case(), {}
    for key, claims in support.unsupported(case).items():
        record = case.record(key)
        for name in claims if record.is_uncertain else ():
            claim = claim_records()[name]
            base = _probability(claim, case)
            for end in (record.lowest, record.highest):
                shift = abs(_probability(claim, case.with_values({key: end})) - base)
                if shift > POINT:
                    moved[key, name] = shift
    assert moved == {}


def _probability(claim, case: Case) -> float:
    found = verdicts.judge(claim, case).probability
    assert found is not None
    return found.value
