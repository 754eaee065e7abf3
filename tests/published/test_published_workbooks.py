"""Six valuations of other companies by six other authors, rebuilt from their own inputs with the report's functions.

Inputs and outputs are records of `peers_valuations.toml`. Every row states its own tolerance: half a unit of the last
printed digit, and where the inputs are rounded too, what their rounding can move.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.evidence import Case
from analysis.models import valuation
from analysis.peers import valuations
from analysis.units import Quantity
from tests.each import each

WORLD = Case()
CONTRADICTED = "Grid value"  # the course's grid says 361 where its own text says 348.3
ROWS = [row for row in valuations.all_rows(WORLD) if row.output != CONTRADICTED]


@each("row", {f"{row.company}: {row.output}": row for row in ROWS})
def test_a_published_output_is_reproduced(row: valuations.Row) -> None:
    assert row.ours == pytest.approx(row.published, abs=row.rounding * (1 + 1e-6))
    assert row.reproduced


def test_there_are_at_least_three_independent_authors() -> None:
    assert len({row.author for row in ROWS}) == 6
    assert len(ROWS) >= 50


def test_the_grid_that_contradicts_its_text_is_shown_as_not_reproduced() -> None:
    (cell,) = [row for row in valuations.all_rows(WORLD) if row.output == CONTRADICTED]
    assert not cell.reproduced
    assert cell.published - cell.ours == pytest.approx(361 - 348.1, abs=0.1)


def test_a_wrong_value_would_not_count_as_reproduced() -> None:
    assert not ROWS[0]._replace(ours=ROWS[0].published + 2 * ROWS[0].rounding).reproduced


def test_teslas_circle_of_share_and_option_closes() -> None:
    """The workbook iterates: at its fixed point the diluted price is equity over all shares, as ours assumes."""
    equity, price = valuations.tesla_equity(WORLD), valuations.tesla_value_per_share(WORLD)
    shares, options, strike, maturity = (
        valuations.one(WORLD, f"tesla_{name}")
        for name in ("shares", "options", "option_exercise_price", "option_maturity")
    )
    rate = Quantity(np.expm1(valuations.one(WORLD, "tesla_riskfree_rate").magnitude), "")
    option = (equity - price * shares) / options
    diluted = (price * shares + option * options) / (shares + options)
    again = valuation.option_value(
        diluted.to("USD/share"), strike, maturity, rate, valuations.one(WORLD, "tesla_option_volatility")
    )
    assert again.m_as("USD/share") == pytest.approx(option.m_as("USD/share"), rel=1e-12)
    assert option.m_as("USD/share") == pytest.approx(502.561, abs=0.0005)  # cell C26 as printed


def test_teslas_price_run_backwards_and_forwards_again() -> None:
    """Which margin does the price of November 2021 need, growth as published? The forward run gives the price."""
    price = Quantity(1200.0, "USD/share")

    def value_at(margin: Quantity) -> Quantity:
        case = WORLD.with_values({"peers_valuations.tesla_margin": margin})
        return valuations.tesla_value_per_share(case)

    found = valuation.implied_driver(value_at, price, Quantity(0.10, ""), Quantity(0.60, ""))
    assert 0.16 < found.magnitude < 0.60
    assert value_at(found).m_as("USD/share") == pytest.approx(1200.0, rel=1e-9)
