"""The validation page: what independent libraries, workbooks and appraisers give, beside what we give.

Oracles run apart, in `tools/evidence/oracles.py`, which writes a table; a test computes every row of it again.
Valuations are rebuilt here, each time, from the inputs that their authors print.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

import pandas as pd

from analysis.evidence import Case, observation
from analysis.format import format_quantity
from analysis.peers import appraisers, epoch, semianalysis, valuations
from analysis.peers.ledger import Check
from analysis.peers.valuations import Row
from analysis.results.registry import result, table
from analysis.rounding import NEGLIGIBLE
from analysis.units import Quantity

# ---- oracles --------------------------------------------------------------------------------------------------------


@table
def oracles(case: Case) -> pd.DataFrame:
    """Largest difference between each model and an independent library, on a grid."""
    frame = observation("oracle_differences").frame.fillna({"unit": ""})
    largest = [_difference(size, unit) for size, unit in zip(frame["largest"], frame["unit"], strict=True)]
    return frame.assign(largest=largest)[["quantity", "oracle", "grid", "points", "largest", "why"]]


def _difference(size: float, unit: str) -> str:
    """Write a difference with two digits and its unit; a share as a percentage."""
    if size < NEGLIGIBLE:
        return "below 10⁻⁹"
    if unit:
        return format_quantity(Quantity(size, unit), digits=2)
    percent = 100.0 * size
    return f"{percent:.{max(1 - floor(log10(percent)), 0)}f} %"


@result()
def comparisons(case: Case) -> Quantity:
    """Models that are compared with an independent library on a grid."""
    return Quantity(float(len(observation("oracle_differences").frame)), "")


@result(digits=4)
def grid_points(case: Case) -> Quantity:
    """Points at which they are compared with it."""
    return Quantity(float(observation("oracle_differences").frame["points"].sum()), "")


@result()
def libraries(case: Case) -> Quantity:
    """Independent libraries used."""
    return Quantity(float(observation("oracle_differences").frame["oracle"].nunique()), "")


def _largest(name: str, unit: str) -> Quantity:
    frame = observation("oracle_differences").frame.set_index("id")
    return Quantity(float(frame.loc[name, "largest"]), unit)


@result("percent", digits=2)
def eclipse_difference(case: Case) -> Quantity:
    """Largest difference of the dark share of a revolution from brahe's, as a share of a revolution."""
    return _largest("eclipse_cylinder", "")


@result("degree", digits=2)
def sun_difference(case: Case) -> Quantity:
    """Largest difference of the Sun's right ascension from NREL's algorithm through a century."""
    return _largest("right_ascension", "degree")


@result("percent", digits=2)
def density_difference(case: Case) -> Quantity:
    """Largest difference of the interpolated air density from the model behind the table."""
    return _largest("density_between", "")


@result(words="{}×", digits=2)
def density_by_activity(case: Case) -> Quantity:
    """Air density at 600 km under an active Sun over that under a quiet one."""
    frame = observation("msis_density").frame.query("altitude_km == 600").set_index("solar_activity")
    return Quantity(float(frame.loc["high", "density_kg_per_m3"] / frame.loc["low", "density_kg_per_m3"]), "")


# ---- valuations -----------------------------------------------------------------------------------------------------


@table
def companies(case: Case) -> pd.DataFrame:
    """Published valuations of other companies with ours from the same inputs."""
    return _rows(valuations.all_rows(case), "company")


@table
def spacex(case: Case) -> pd.DataFrame:
    """Published valuations of SpaceX with ours from the same inputs."""
    return _rows(appraisers.all_rows(case), "author")


def _rows(rows: Sequence[Row], first: str) -> pd.DataFrame:
    """Write published value, ours and difference with the digits that the source prints, and one more for the last."""
    made = []
    for row in rows:
        places = max(-floor(log10(2.0 * row.rounding)), 0)
        difference = row.ours - row.published
        who = f"{row.company} ({row.author})" if first == "company" else row.author
        made.append(
            (
                who,
                f"{row.output}{_unit(row.unit)}",
                f"{row.published:,.{places}f}",
                f"{row.ours:,.{places}f}",
                _signed(difference, places + 1),
                "✔" if row.reproduced else "✘",
            )
        )
    return pd.DataFrame(made, columns=["who", "what", "published", "ours", "difference", "reproduced"])


def _signed(difference: float, places: int) -> str:
    """Write a difference with its sign, and none where nothing is left."""
    return f"{difference:+.{places}f}".replace("-", "−") if abs(difference) >= 0.5 * 10.0**-places else "0"


def _unit(unit: str) -> str:
    """Write a unit in brackets as the page writes it."""
    words = {
        "gigaUSD": "$ billion",
        "gigaUSD/year": "$ billion a year",
        "megaUSD": "$ million",
        "megaUSD/year": "$ million a year",
        "USD/share": "$",
        "gigashare": "billion",
        "percent": "%",
    }
    return f" ({words[unit]})" if unit else ""


def _all_rows(case: Case) -> list[Row]:
    return [*appraisers.all_rows(case), *valuations.all_rows(case)]


@result()
def outputs(case: Case) -> Quantity:
    """Printed outputs of valuations that are compared with ours."""
    return Quantity(float(len(_all_rows(case))), "")


@result()
def reproduced(case: Case) -> Quantity:
    """Printed outputs of valuations that ours gives within the rounding of what is printed."""
    return Quantity(float(sum(row.reproduced for row in _all_rows(case))), "")


@result()
def company_outputs(case: Case) -> Quantity:
    """Printed outputs of valuations of companies other than SpaceX."""
    return Quantity(float(len(valuations.all_rows(case))), "")


@result()
def company_authors(case: Case) -> Quantity:
    """Authors of the valuations of other companies."""
    return Quantity(float(len({row.author for row in valuations.all_rows(case)})), "")


# ---- the cost of computing on the ground and in orbit ---------------------------------------------------------------


@table
def computing(case: Case) -> pd.DataFrame:
    """Published costs of a gigawatt, an accelerator-hour and a month of computing, with ours from the same inputs."""
    rows = []
    for check in (*epoch.checks(case), *semianalysis.checks(case)):
        published = float(check.published.m_as(check.unit))
        ours = None if check.computed is None else float(check.computed.m_as(check.unit))
        rows.append((check.model, _what(check), published, ours, _percent(check), _verdict(check)))
    return pd.DataFrame(rows, columns=["who", "what", "published", "ours", "difference_percent", "verdict"])


def _what(check: Check) -> str:
    unit = f"{Quantity(1.0, check.unit).units:~P}".replace("USD", "$").replace("/a", "/yr")
    return f"{check.quantity} ({unit})" if check.unit else check.quantity


def _percent(check: Check) -> float | None:
    return None if check.difference is None else 100.0 * check.difference


def _verdict(check: Check) -> str:
    return {"reproduced": "✔", "fails": "✘", "cannot": "inputs not seen"}[check.verdict]
