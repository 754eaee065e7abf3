"""Examples in docstrings are held to every digit that they show."""

from __future__ import annotations

import _pytest.doctest
import pytest

CHECK = _pytest.doctest._get_checker().check_output


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        ("62.2", "62.3", False),
        ("62.3", "62.2500001", True),
        ("62.2", "62.2500001", False),
        ("'62.2'", "'62.3'", False),
        ("1.23e-10 kg", "1.2345e-10 kg", True),
        ("1.23e-10 kg", "1.236e-10 kg", False),
        ("590.0 USD", "589.9466 USD", False),
        ("37. minute", "36.7085 minute", True),
        ("[1. 2.]", "[1.  2.4]", False),
        ("(1, 2)", "(1, 3)", False),
        ("0.5 and 1", "0.5", False),
    ],
)
def test_an_example_may_be_off_by_half_a_unit_of_its_last_digit_and_no_more(want, got, same):
    assert CHECK(want + "\n", got + "\n", 0) is same
