"""The ledger: dated, resolvable, scored by the rules that everybody uses."""

import datetime as dt

import numpy as np
import pytest

from analysis.evidence.forecasts import Forecast, forecasts
from analysis.pages import ledger
from analysis.results import scores
from tests.known import base

BASE = base()


def test_forty_forecasts_are_open_and_each_says_what_it_decides():
    found = list(forecasts().values())
    still = [f for f in found if f.is_open]
    assert len(still) >= 40
    assert [f.day for f in found] == sorted(f.day for f in found)
    assert all(f.rule and f.source and f.if_true and f.if_false and f.claims for f in found)
    assert all(0 <= p <= 1 for p in scores.ours(BASE).values())
    assert {f.id for f in still} == set(scores.ours(BASE))  # of those decided before it began none is ours


def test_what_has_its_day_behind_it_is_decided_and_ours_is_made_before():
    """Nothing stays open whose day had passed when the ledger was last written; whoever forecast, did so before."""
    found = forecasts().values()
    written = max(f.made for f in found if f.made)
    assert [f.id for f in found if f.is_open and f.day <= written] == []
    assert [f.id for f in found if f.resolved and f.resolved > max(written, f.day)] == []
    early = [(f.id, o.who) for f in found for o in f.others if o.day > (f.resolved or f.day)]
    assert early == []  # a forecast that came after the event


def test_a_base_rate_that_nobody_counted_says_that_it_is_a_judgement():
    found = list(forecasts().values())
    page = "\n".join((ledger.ledger(BASE), ledger.ledger(BASE, resolved=True)))
    judged = [f for f in found if f.base_rate_is_judgement]
    assert 0 < len(judged) < len(found)
    assert page.count("%, a judgement: ") == len(judged)
    assert page.count("%, counted: ") == len(found) - len(judged)
    frame = scores.ledger(BASE).set_index("forecast")["base_rate_is"]
    assert {name for name in frame.index if frame[name] == "judgement"} == {f.id for f in judged}


def test_the_scores_are_those_of_the_textbook():
    """Brier (1950), a mean square; the logarithm of what was given to what came (Good, 1952)."""
    p, came = np.array([0.9, 0.2, 0.5]), [True, False, True]
    found = scores.score("mine", p, came)
    assert found.brier == pytest.approx(np.mean([0.1**2, 0.2**2, 0.5**2]))
    assert found.logarithmic == pytest.approx(-np.mean(np.log([0.9, 0.8, 0.5])))
    sure = scores.score("sure", [1.0], [False])
    assert (sure.brier, sure.logarithmic) == (1.0, pytest.approx(-np.log(scores.MIN_PROBABILITY)))
    assert scores.score("nobody", [], []).events == 0


def test_a_resolution_scores_us_beside_the_base_rate():
    name, still = next((n, f) for n, f in forecasts().items() if f.is_open)
    decided = still.model_copy(update={"outcome": False, "resolved": still.day})
    frame = scores.scores(BASE, [decided]).set_index("who")
    mine = scores.ours(BASE)[name]
    assert frame.loc["this report", "brier"] == pytest.approx(mine**2)
    assert frame.loc["this report", "brier_of_base_rate"] == pytest.approx(still.base_rate**2)
    assert scores.calibration(BASE, [decided])["forecasts"].sum() == 1 + len(still.others)


def test_a_forecast_that_is_none_is_refused():
    good = next(f for f in forecasts().values() if f.probability is not None).model_dump()
    for wrong, message in (
        ({"made": good["day"] + dt.timedelta(days=1)}, "that is no forecast"),
        ({"judgement": ""}, "`judgement`"),
        ({"probability": None, "others": ()}, "nobody gives it"),
        ({"outcome": True}, "both or none"),
        ({"outcome": True, "resolved": good["day"]}, "who says so"),
        ({"low": 0.1, "high": None}, "a range is"),
        ({"result": "a.b"}, "not both"),
    ):
        with pytest.raises(ValueError, match=message):
            Forecast.model_validate(good | wrong)


def test_the_replay_uses_what_was_known_and_leaves_out_what_was_not():
    frame = scores.replay(scores.DAYS[0], BASE).set_index("claim")
    assert frame.loc["B15", "then"] == 1.0  # announced in March
    assert not frame.loc["B15", "now"]  # and filed at another sum in May
    assert "B24" not in frame.index  # no accounts were public
