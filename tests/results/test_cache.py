"""Kept answers are the computed ones, and never stand in the way."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import numpy as np
import pytest

from analysis import state
from analysis.api.core import scenario
from analysis.evidence import Case, claim_records
from analysis.evidence.case import track_reads
from analysis.results import cache as remember
from analysis.results import registry, uncertainty, verdicts
from analysis.studies import peers
from analysis.units import Quantity

KEYS = ("multiple.offer_multiple", "multiple.amazon_ratio_stated_range", "chain.offer_price")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("WTD_CACHE", raising=False)
    return state.folder()


def ask(case):
    with remember.remembered(case):
        return {key: registry.find(key).evaluate(case) for key in KEYS}


def homeless():
    raise RuntimeError("Could not determine home directory.")


def refuses(*_):
    raise AssertionError("computed again")


def test_the_second_world_gets_the_answers_of_the_first(cache, monkeypatch):
    computed = ask(Case())
    for key in KEYS:
        monkeypatch.setattr(registry.find(key), "function", refuses)
    kept = ask(Case())
    for key in KEYS:
        assert np.array_equal(kept[key].value.magnitude, computed[key].value.magnitude)
        assert np.shape(kept[key].value.magnitude) == np.shape(computed[key].value.magnitude)
        assert kept[key].value.units == computed[key].value.units
        assert (kept[key].records, kept[key].results) == (computed[key].records, computed[key].results)


def test_another_world_has_answers_of_its_own(cache):
    base, other = ask(Case()), ask(scenario("base", {"offering.price": "100 USD/share"}))
    assert base[KEYS[0]].value != other[KEYS[0]].value
    assert len(list(cache.glob("*.json"))) == 2


def test_a_passing_world_is_not_kept(cache):
    ask(Case().with_values({"offering.price": Quantity(1.0, "USD/share")}))
    assert not cache.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\x00"])
def test_a_damaged_file_is_as_good_as_none(cache, content):
    ask(Case())
    file = next(cache.glob("*.json"))
    before = file.read_text(encoding="utf-8")
    file.write_text(content, encoding="utf-8")
    ask(Case())
    assert file.read_text(encoding="utf-8") == before


def test_a_number_that_was_changed_in_the_file_is_not_believed(cache):
    computed = ask(Case())
    file = next(cache.glob("*.json"))
    value = str(float(computed[KEYS[0]].value.magnitude))
    file.write_text(file.read_text(encoding="utf-8").replace(value, "99.0"), encoding="utf-8")
    assert ask(Case())[KEYS[0]].value == computed[KEYS[0]].value


def test_many_cases_do_not_push_out_the_base(cache):
    ask(Case())
    for price in range(1, remember.MOST + 4):
        ask(scenario("base", {"offering.price": float(price)}))
    assert remember._file(Case()).is_file()
    assert len(list(cache.glob("*.json"))) == remember.MOST + 1


def test_what_reads_no_changed_number_is_taken_from_the_base(cache, monkeypatch):
    computed = ask(Case())
    changed = scenario("base", {"launch.price": 200.0})
    for key in KEYS[:2]:  # of these none reads the price of a launch
        assert "launch.base_launch_price" not in computed[key].records
        monkeypatch.setattr(registry.find(key), "function", refuses)
    found = {key: registry.find(key) for key in KEYS[:2]}
    with remember.remembered(changed):
        for key, result in found.items():
            assert result.evaluate(changed).value is not None
            assert result.evaluate(changed).records == computed[key].records
    with remember.remembered(other := scenario("base", {"offering.price": 100.0})), pytest.raises(AssertionError):
        found[KEYS[0]].evaluate(other)


def test_tables_and_what_results_share_are_taken_from_the_base_too():
    base, asked = Case(), []
    moved, other = (base.with_values({key: 2 * base[key]}) for key in ("offering.price", "network.aperture"))

    def ask(case, room):
        def work_out():
            asked.append(case)
            return case["offering.price"]

        with track_reads() as read:
            value = registry._once(case, room, "a test", work_out).value
        assert read == {"offering.price"}  # whoever asks rests on it, computed or taken over
        return value

    for room in ("_once", "_frames"):
        asked.clear()
        assert ask(base, room) == ask(other, room) == ask(other, room) == ask(moved, room) / 2
        assert asked == [base, moved]


def test_what_authors_published_is_held_against_ours_once_for_all_cases(monkeypatch):
    base = Case()
    found = peers.values(base)
    monkeypatch.setattr(peers.roster, "all_checks", refuses)
    dearer = scenario(base, {"peers_odc.array_cost_mature": "5 USD/W"})
    assert peers.values(dearer).equals(found)
    assert "peers_odc.array_cost_mature" in peers.values.records(dearer)


def test_an_edit_anywhere_is_a_new_name_and_old_files_go(cache, monkeypatch):
    ask(Case())
    monkeypatch.setattr(remember, "state", lambda: "0123456789abcdef")
    ask(Case())
    assert [f.name[:16] for f in cache.glob("*.json")] == ["0123456789abcdef"]


def test_only_so_many_worlds_are_kept(cache):
    for price in range(1, remember.MOST + 4):
        ask(scenario("base", {"offering.price": float(price)}))
    assert len(list(cache.glob("*.json"))) == remember.MOST


def test_it_can_be_turned_off_and_a_folder_that_cannot_be_written_is_no_error(cache, monkeypatch, tmp_path):
    monkeypatch.setenv("WTD_CACHE", "off")
    ask(Case())
    assert not cache.exists()
    monkeypatch.delenv("WTD_CACHE")
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert ask(Case())
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(state.Path, "home", homeless)
    assert ask(Case())
    state.keep("prints", "a", b"nowhere")
    assert state.kept("prints", "a") is None


def test_what_fails_is_not_kept(cache):
    with pytest.raises(ValueError, match="no"), remember.remembered(Case()):
        raise ValueError("no")
    assert not cache.exists()


def test_verdicts_are_kept_and_judged_again_only_where_they_read_a_changed_number(cache, monkeypatch):
    claims = {name: claim_records()[name] for name in ("A13", "B05")}

    def judged(case):
        with remember.remembered(case):
            return {
                name: (verdicts.judge(claim, case), verdicts.nearest_flip(claim, case))
                for name, claim in claims.items()
            }

    first = judged(Case())
    monkeypatch.setattr(verdicts, "_judged", refuses)
    monkeypatch.setattr(verdicts, "_search_flip", refuses)
    assert repr(judged(Case())) == repr(first)
    reads = {name: _reads(name) for name in claims}
    key = next(iter(sorted(reads["A13"] - reads["B05"])))
    value = Case()[key]
    other = scenario("base", {key: 0.9 * value})
    with remember.remembered(other):
        assert verdicts.judge(claims["B05"], other) is not None
        with pytest.raises(AssertionError, match="again"):
            verdicts.judge(claims["A13"], other)


def _reads(name):
    case = Case()
    with remember.remembered(case), track_reads() as keys:
        verdicts.judge(claim_records()[name], case)
    return frozenset(keys)


def test_two_processes_that_end_at_once_both_leave_what_they_found(cache):
    one, other = Case(), Case()
    with remember.remembered(one):
        remember.fact("first", one, lambda: 1.0)
        with remember.remembered(other):
            remember.fact("second", other, lambda: 2.0)
    third = Case()
    with remember.remembered(third):
        for name, value in (("first", 1.0), ("second", 2.0)):
            assert remember.fact(name, third, lambda: refuses(None)) == value


def test_a_case_of_an_earlier_day_has_a_file_of_its_own(cache):
    assert remember._file(Case()) != remember._file(Case(as_of=dt.date(2026, 6, 30)))


MASS = "satellite.specific_mass_rolled_up"


def quantiles(case, key=MASS):
    found = uncertainty.simulation(key, case, 2**10)
    return [found.quantile(key, share).value.magnitude for share in (0.05, 0.5, 0.95)]


def test_a_program_is_traced_once_and_serves_every_value_of_its_inputs(cache, monkeypatch):
    changes = [{}, {"power.array_areal_mass": 1.1}, {"power.array_areal_mass": "1.4 kg/m^2 [1, 2]"}]
    monkeypatch.setenv("WTD_CACHE", "off")
    wanted = [quantiles(scenario("base", given)) for given in changes]
    monkeypatch.delenv("WTD_CACHE")
    assert quantiles(Case()) == wanted[0]
    monkeypatch.setattr(uncertainty, "program", refuses)
    assert [quantiles(scenario("base", given)) for given in changes] == wanted
    with pytest.raises(AssertionError, match="again"):  # no range in the evidence: a constant of the program
        quantiles(scenario("base", {"orbit.reference_year": 2030.0}))


def test_a_damaged_program_is_as_good_as_none(cache):
    wanted = quantiles(Case())
    (file,) = cache.glob("programs-*/*")
    whole = file.read_bytes()
    for content in (b"", whole[:-7], whole[:40] + bytes(8) + whole[48:], b"garbage" * 99):
        file.write_bytes(content)
        assert quantiles(Case()) == wanted
        assert file.read_bytes()[32:40] == whole[32:40]


def test_a_program_that_reads_more_than_a_value_is_of_one_case_only(cache, monkeypatch):
    key, change = "conjunction.joint_probability", {"launch.price": 400.0}
    other = scenario("base", change)
    monkeypatch.setenv("WTD_CACHE", "off")
    wanted = quantiles(other, key)
    monkeypatch.delenv("WTD_CACHE")
    quantiles(Case(), key)
    assert quantiles(scenario("base", change), key) == wanted


SHARED = """
from analysis.evidence import Case
from analysis.results import cache, registry

case = Case()
cache.share(case)
print(registry.find("chain.offer_price").key in case.__dict__.get("_answers", {}))
registry.find("chain.offer_price")(case)
"""


def test_processes_share_answers_only_when_they_are_told_to(cache):
    said = []
    for word in ("share", "share", "", "off"):
        here = {**os.environ, "XDG_CACHE_HOME": str(cache.parents[1]), "WTD_CACHE": word}
        done = subprocess.run([sys.executable, "-c", SHARED], capture_output=True, text=True, env=here, check=True)
        said.append(done.stdout.strip())
    assert said == ["False", "True", "False", "False"]
