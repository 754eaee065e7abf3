"""The walls of the house: one registry, every source cited, every claim computed, every verdict as pinned."""

import ast
import inspect
import re
import sys
import textwrap
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import analysis
from analysis import myst
from analysis.evidence import Case, bibliography, claim_records, conflicts, observation, observations, records
from analysis.evidence.forecasts import forecasts
from analysis.evidence.origins import how_read
from analysis.evidence.schema import KNOWN_UNTIL
from analysis.pages import reference as export
from analysis.pages import tables
from analysis.pages.evidence import evidence_page
from analysis.results import registry, snapshots
from analysis.results import verdicts as claims
from analysis.results.support import unsupported
from tests.each import each
from tests.stored import outputs
from tools import citations, pages, reach

ROOT = Path(__file__).parents[1]
WORLD = Case()
MODELS = (str(ROOT / "analysis" / "models"), str(ROOT / "analysis" / "peers"))
STUDIES = str(ROOT / "analysis" / "studies")
CITED_IN_TEXT = re.compile(r"\{cite:[pt]\}`([^`]+)`")


def sources_used() -> frozenset[str]:
    """List the citation keys that any record, table, claim or conflict uses."""
    used = {s for r in records().values() for s in (*r.sources, r.read_through)}
    used |= {s for r in records().values() for earlier in r.history for s in earlier.sources}
    used |= {how_read(s).removeprefix("through ") for s in used & set(bibliography())}
    used |= {s for name in observations() for s in observation(name).origin.sources}
    used |= {c.document for c in claim_records().values()}
    for found in forecasts().values():
        used |= {*found.resolution_sources, *found.base_rate_from, *(other.source for other in found.others)}
    used |= {s for c in conflicts() for s in c.sources}
    return frozenset(used & set(bibliography()))


def test_there_is_one_unit_registry():
    made = [f for f in (ROOT / "analysis").rglob("*.py") if "Registry(cache" in f.read_text(encoding="utf-8")]
    assert [f.name for f in made] == ["units.py"]


def test_every_source_is_cited_and_every_citation_has_a_source():
    texts = (ROOT / "book" / "text").rglob("*.md")
    in_text = {
        k.strip() for f in texts for m in CITED_IN_TEXT.findall(f.read_text(encoding="utf-8")) for k in m.split(",")
    }
    known = set(bibliography())
    assert in_text - known == set()
    code = "\n".join(f.read_text(encoding="utf-8") for f in (ROOT / "analysis").rglob("*.py"))
    in_docstrings = {key for key in known if key in code}
    assert known - in_text - sources_used() - in_docstrings == set()


def test_a_docstring_cites_author_year_and_link():
    """`python -m tools.citations` writes them before a bare key, and renews them when the bibliography changes."""
    assert [file.name for file in citations.unwritten()] == [], "run python -m tools.citations"
    bare = '"""Mass.\n\nReferences\n----------\nwright1936, the law; suncatcher2025, Table 1\n"""\n'
    told = citations.rewritten(bare)
    assert (
        "Wright (1936) [wright1936], the law;\n`Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__"
        in told
    )
    assert citations.rewritten(told) == told
    other = told.replace("(2025) <https://arxiv.org/abs/2511.19468>", "(2024) <https://a.example>")
    assert citations.rewritten(other) == told, "what the bibliography no longer says is renewed"


@each("name", observations())
def test_a_table_fits_its_origin(name):
    assert len(observation(name).frame) > 0


def test_the_registry_holds_all_claims_of_both_documents():
    ids = list(claim_records())
    assert sum(i.startswith("B") for i in ids) == 38
    assert sum(i.startswith("A") for i in ids) == 31


def test_the_sentences_of_a_claim_name_results_that_exist():
    for claim in claim_records().values():
        for text in (claim.because, claim.condition, claim.note, claim.reason):
            assert "{" not in claims.fill(text, WORLD), claim.id


def test_a_restatement_stands_in_the_chapter_of_what_it_restates():
    known = claim_records()
    for claim in known.values():
        if claim.restates:
            assert claim.chapter == known[claim.restates].chapter


def test_what_cannot_be_checked_says_why():
    left = [j.claim for j in claims.judgements(WORLD).values() if j.verdict_today == "cannot be checked"]
    assert all(len(claim.because) > 40 for claim in left)
    # How investors saw the company was not measured, difficulty has no unit, and "where costs are heading" no direction.
    assert {claim.id for claim in left} <= {"A19", "B18", "B35"}


@each("key", list(registry.results()))
def test_a_result_says_what_it_is(key):
    sentence = registry.find(key).sentence
    assert sentence.endswith(".")
    assert sentence != key


def differences(found):
    """What the snapshot of this version says otherwise, in one line each."""
    stored, lines = snapshots.read(analysis.__version__), []
    for kind, now in found.items():
        for key in sorted(stored[kind].keys() | now.keys()):
            before, after = stored[kind].get(key), now.get(key)
            if before is None or after is None or not before.agrees_with(after):
                lines.append(
                    f"{kind} {key}: {before.shown if before else 'not stored'}, now {after.shown if after else 'gone'}"
                )
    return lines


def test_inputs_and_observed_tables_are_those_of_the_snapshot():
    """A number that is edited is noticed by a person, who stores the new snapshot and tells the changelog."""
    assert differences(snapshots.evidence(WORLD)) == [], f"differs from {analysis.__version__}.csv: `make snapshot`"


def test_results_and_verdicts_are_those_of_the_snapshot():
    assert differences(snapshots.computed(WORLD)) == [], f"differs from {analysis.__version__}.csv: `make snapshot`"


def leaning(keys: set[str]) -> set[str]:
    """The names of the numbers behind results, or themselves printed, that are older than they keep."""
    behind: set[str] = set()
    for key in keys:
        behind |= {key} if key in records() else registry.find(key).evaluate(WORLD).records
    return {myst.escape(WORLD.record(name).name) for name in behind if WORLD.record(name).is_stale()}


def test_a_page_that_leans_on_a_number_out_of_date_says_so_in_words():
    """What its sentences print, what its claims are judged by, what its tables list: the box or the table names each."""
    said = defaultdict(str)
    for page, kind, held in outputs():
        said[page] += held if kind == "text/markdown" else ""
    headline = {c.chapter: claims.judge(c, WORLD).main for c in claim_records().values() if c.headline}
    judged = {found.key for found in headline.values() if found and found.key}
    silent, leaned = [], 0
    for text in pages.texts():
        printed = {key for key in reach.PRINTED.findall(text.read_text(encoding="utf-8")) if key[:7] != "claims."}
        old = leaning(printed | (judged if text.stem == "index" else set()))
        named = "".join(re.findall(r"\*\*Out of date:\*\* .*", said[text.stem]))
        silent += [f"{text.stem}: {name}" for name in sorted(old) if name not in named]
        leaned += len(old)
    assert silent == []
    assert leaned > 0 or not any(WORLD.record(key).is_stale() for key in records())


# ---- one name, one number; the way back -----------------------------------------------------------------------------


def test_no_input_result_or_table_shares_its_name_with_another():
    names = [*records(), *registry.results(), *registry.tables()]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_the_headline_numbers_list_their_models():
    for key, model in (
        ("chain.required_ai_revenue", "analysis.models.valuation.implied_linear_driver"),
        ("parity.ratio_2028", "analysis.models.cost.orbital_capital"),
        ("parity.ratio_2028", "analysis.models.cost.cumulative_deployment"),  # by a property of a class of the study
        ("parity.ground_running_cost", "analysis.models.cost.learned_cost"),
    ):
        named = {f"{m.__module__}.{m.__name__}" for m in map(inspect.unwrap, registry.find(key).models)}
        assert model in named, f"{key} lists {sorted(named)}"
    on_the_ground = {m.__name__ for m in map(inspect.unwrap, registry.find("parity.ground_running_cost").models)}
    assert "cumulative_deployment" not in on_the_ground, "a property that nobody reads is counted"


@pytest.mark.night
def test_every_model_that_a_result_calls_is_listed():
    """The calls as they happen, while every result is computed; what a result calls through another is the other's."""
    own = {result.function.__code__: key for key, result in registry.results().items()}
    called = {key: set() for key in own.values()}

    def note(frame, event, _):
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(MODELS) or not code.co_qualname.isidentifier():
            return
        caller = frame.f_back
        while caller is not None and not caller.f_code.co_filename.startswith(str(ROOT / "analysis")):
            caller = caller.f_back
        while caller is not None and caller.f_code.co_filename.endswith(("analysis/units.py", "analysis/quantity.py")):
            caller = caller.f_back  # the door that checks units stands between a model and who calls it
        if caller is None or not caller.f_code.co_filename.startswith(STUDIES):
            return  # a model that a model calls
        while caller is not None and caller.f_code not in own:
            caller = caller.f_back
        if caller is not None:
            called[own[caller.f_code]].add(f"{Path(code.co_filename).stem}.{code.co_name}")

    case = Case()
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        for result in registry.results().values():
            result(case)
    finally:
        sys.setprofile(before)
    assert sum(map(bool, called.values())) > 300, "hardly any result calls a model: the watch is blind"
    hidden = {}
    for key, names in called.items():
        plain = map(inspect.unwrap, registry.find(key).models)
        hidden[key] = names - {f"{m.__module__.rpartition('.')[2]}.{m.__name__}" for m in plain}
    assert {key: sorted(names) for key, names in hidden.items() if names} == {}


@each("key", list(registry.tables()))
def test_a_table_of_a_study_has_rows(key):
    assert len(registry.tables()[key](WORLD)) > 0


def test_what_has_one_original_and_no_check_that_computes_stands_on_the_page():
    """The page of the evidence lists such numbers, and none is hidden; the bound is only ever lowered."""
    found = unsupported(WORLD)
    page = evidence_page(WORLD)
    assert all(f"#record-{key.replace('.', '-').replace('_', '-')}" in page for key in found)
    assert len(found) <= 4, f"give one of these a second original, or a `check` that computes: {sorted(found)}"


def test_a_number_with_one_source_has_a_range_which_the_probability_counts():
    """It may stand behind an answer only so."""
    named = {name for name in unsupported(WORLD) if not WORLD.record(name).is_uncertain}
    assert len(named) <= 1, f"give one of these a range, or a second original: {sorted(named)}"  # only ever lowered
    assert all(f"#record-{key.replace('.', '-').replace('_', '-')}" in evidence_page(WORLD) for key in named)


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
