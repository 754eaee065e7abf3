"""The walls of the house: one registry, every source cited, every claim computed, every verdict as pinned."""

import ast
import inspect
import re
import textwrap
from pathlib import Path

import pytest

from analysis.evidence import Case, bibliography, claim_records, conflicts, observation, observations, records
from analysis.evidence.claims import NOT_YET
from analysis.evidence.schema import KNOWN_UNTIL
from analysis.pages import reference as export
from analysis.pages import tables
from analysis.pages.evidence import evidence_page
from analysis.pages.reference import sources_used
from analysis.results import registry
from analysis.results import verdicts as claims
from analysis.results.support import unsupported

ROOT = Path(__file__).parents[1]
WORLD = Case()
CITED_IN_TEXT = re.compile(r"\{cite:[pt]\}`([^`]+)`")


def test_there_is_one_unit_registry():
    made = [f for f in (ROOT / "analysis").rglob("*.py") if "UnitRegistry(" in f.read_text(encoding="utf-8")]
    assert [f.name for f in made] == ["units.py"]


def test_every_source_is_cited_and_every_citation_has_a_source():
    texts = [*(ROOT / "book" / "text").rglob("*.md"), *(ROOT / "book" / "reference").glob("*.md")]
    in_text = {
        k.strip() for f in texts for m in CITED_IN_TEXT.findall(f.read_text(encoding="utf-8")) for k in m.split(",")
    }
    known = set(bibliography())
    assert in_text - known == set()
    code = "\n".join(f.read_text(encoding="utf-8") for f in (ROOT / "analysis").rglob("*.py"))
    in_docstrings = {key for key in known if key in code}
    assert known - in_text - sources_used() - in_docstrings == set()


@pytest.mark.parametrize("name", observations())
def test_a_table_fits_its_origin(name):
    assert len(observation(name).frame) > 0


def test_the_registry_holds_all_claims_of_both_documents():
    ids = list(claim_records())
    assert sum(i.startswith("B") for i in ids) == 36
    assert sum(i.startswith("A") for i in ids) == 27


@pytest.mark.parametrize("name", list(claim_records()))
def test_a_verdict_is_what_the_numbers_say(name):
    judgement = claims.judge(claim_records()[name], WORLD)
    assert (judgement.verdict_published, judgement.verdict_today) == (
        judgement.claim.verdict_published,
        judgement.claim.verdict_today,
    )


@pytest.mark.parametrize("name", list(claim_records()))
def test_the_sentences_of_a_claim_name_results_that_exist(name):
    claim = claim_records()[name]
    for text in (claim.because, claim.flip, claim.note):
        assert "{" not in claims.fill(text, WORLD)


@pytest.mark.parametrize("name", list(claim_records()))
def test_a_claim_says_what_would_flip_it(name):
    claim = claim_records()[name]
    assert claim.flip or claim.restates or claim.verdict_today in ("cannot be checked",) or claim.kind == "metadata"


def test_a_restatement_has_the_verdict_of_what_it_restates():
    known = claim_records()
    for claim in known.values():
        if claim.restates and claim.kind == "restatement":
            assert claim.chapter == known[claim.restates].chapter


def test_a_claim_without_a_number_cannot_be_checked_and_says_why():
    left = [c for c in claim_records().values() if c.computed_today == NOT_YET]
    assert all(c.verdict_today == "cannot be checked" and len(c.because) > 40 for c in left)
    assert len(left) <= 2


@pytest.mark.parametrize("key", list(registry.results()))
def test_a_result_computes_and_says_what_it_is(key):
    result = registry.find(key)
    assert result.say(WORLD)
    assert result.sentence.endswith(".")
    assert result.sentence != result.key


@pytest.mark.parametrize("key", list(registry.tables()))
def test_a_table_of_a_study_has_rows(key):
    assert len(registry.tables()[key](WORLD)) > 0


def test_what_has_one_original_and_no_check_that_computes_stands_on_the_page():
    """The page of the evidence lists such numbers; there are few of them, and none is hidden."""
    found = unsupported(WORLD)
    page = evidence_page(WORLD)
    assert all(f"#record-{key.replace('.', '-').replace('_', '-')}" in page for key in found)
    assert len(found) <= 12


def test_no_verdict_leans_on_a_number_with_one_source():
    """Such a number may stand only where no verdict moves when it is taken to either end of its range."""
    leaning = []
    for name, ids in unsupported(WORLD).items():
        record = WORLD.record(name)
        for end in (record.lowest, record.highest):
            moved = WORLD.with_values({name: end})
            for claim in (claim_records()[i] for i in ids if i != "T12"):
                if claims.judge(claim, moved).verdict_today != claim.verdict_today:
                    leaning.append((name, claim.id))
            if "T12" in ids and registry.find("parity.ratio_2028")(moved).magnitude <= 1:
                leaning.append((name, "T12"))  # its range is a Monte Carlo run over this record too
    assert leaning == []


def test_nothing_is_known_from_the_future():
    later = [key for key, record in records().items() if record.as_of and record.as_of > KNOWN_UNTIL]
    assert later + [name for name in observations() if observation(name).origin.as_of > KNOWN_UNTIL] == []


def test_what_is_older_than_its_shelf_life_is_marked_stale_and_nothing_else():
    page = export.assumptions_page(WORLD)
    rows = dict(
        re.findall(r"^\(record-[a-z0-9-]+\)=\n\{[^}]*\}\n\*\*.*\*\*, `([a-z0-9_.]+)`: (.*)$", page, re.MULTILINE)
    )
    assert set(rows) == set(records())
    stale = {key for key, record in records().items() if record.is_stale()}
    assert {key for key, said in rows.items() if "⧗ stale" in said} == stale
    assert len(stale) > 0
    shown = tables.inputs(WORLD, [*stale, "offering.price"])
    assert shown.count("⧗ stale") == len(stale)


WITHOUT_A_RECORD = {  # and without a table of observations
    "cluster.energy_per_gigawatt_year": "a gigawatt for a year, which is a definition",
    "listings.base_rate_growth": "which row of the table of base rates is cited",
    "decides.questions": "a count of verdicts",
}


def reaches_an_observation(function, seen):
    """Whether a function of a study reads a table of observations, itself or through what it names."""
    plain = inspect.unwrap(getattr(function, "function", function))
    if plain in seen or not str(getattr(plain, "__module__", "")).startswith("analysis."):
        return False
    seen.add(plain)
    source = textwrap.dedent(inspect.getsource(plain))
    if "observation(" in source or "published_values(" in source:
        return True
    named = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    below = [plain.__globals__[name] for name in named if name in getattr(plain, "__globals__", {})]
    return any(reaches_an_observation(f, seen) for f in below if callable(f) and not inspect.isclass(f))


def test_every_result_rests_on_a_record_or_a_table_of_observations():
    bare = {key for key, result in registry.results().items() if not result.evaluate(WORLD).records}
    assert all(result.evaluate(WORLD).records <= set(records()) for result in registry.results().values())
    typed = {key for key in bare if not reaches_an_observation(registry.results()[key], set())}
    assert typed == set(WITHOUT_A_RECORD)


def test_every_record_reads_as_a_quantity():
    assert all(WORLD[key] is not None for key in records())
    assert len(conflicts()) > 5
