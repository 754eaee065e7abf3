"""The report in another case: a box on each page and a page of differences, for `make book SCENARIO=…`."""

from __future__ import annotations

from analysis import myst
from analysis.api import core as workbench
from analysis.evidence import Case, claim_records
from analysis.evidence.case import Change
from analysis.evidence.errors import EvidenceError
from analysis.pages import tables
from analysis.pages.chapter import Markup, Page, describe
from analysis.results import registry
from analysis.results import verdicts as claims
from analysis.results.cache import remembered

MAX_RESULTS_LISTED = 60  # results on the page of differences; the command line lists all
MAX_INPUTS_NAMED = 12  # inputs that a box names


def differences_page(case: Case) -> str:
    """Write the page of differences against the base: inputs with their reasons, verdicts, results."""
    if case.scenario is None:
        raise EvidenceError("compare with a scenario other than base")
    base = Case()
    with remembered(base, case):
        found = workbench.compare(base, case)
    flipped = len(found.verdicts)
    parts = [
        f"(what-differs)=\n# {myst.escape(case.scenario.title)}: what differs from the base\n\n",
        f"{myst.escape(case.scenario.why)}\n",
        f"This copy of the report changes {_count(len(found.inputs), 'input')};"
        f" {_count(len(found.results), 'result')} move{'s' if len(found.results) == 1 else ''}"
        f" and {_count(flipped, 'verdict')} flip{'s' if flipped == 1 else ''}.\n",
        "Every number, figure and verdict in it is computed in this case; the sentences around them were written"
        " for the base, and captions keep the base's finding.\n\n",
        "## Inputs\n\n",
        _inputs(case),
        "\n## Verdicts\n\n",
        _verdicts(case, found) if flipped else "No verdict flips.\n",
        "\n## Results\n\n",
        _results(found),
    ]
    return "".join(parts)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def changes_box(page: Page) -> Markup:
    """Show on a page which changed inputs reach it and how many of its numbers differ from the base."""
    case, base = page.case, Case()
    if case.scenario is None:
        return Markup("")
    results = [r for study in (page.study, *page.also) for r in registry.results(study).values()]
    reach: set[str] = set()
    differ = 0
    with remembered(case, base):
        for result in results:
            here, there = describe(result, case), describe(result, base)
            touched = (set(here["inputs"]) | set(there["inputs"])) & case.changed
            reach |= touched
            differ += bool(touched) and here["text"] != there["text"]
    named = "; ".join(_change(key, case, base) for key in sorted(reach)[:MAX_INPUTS_NAMED])
    more = f"; and {len(reach) - MAX_INPUTS_NAMED} more" if len(reach) > MAX_INPUTS_NAMED else ""
    body = (
        f"{myst.escape(case.scenario.why)}\n"
        f"Of {len(case.changed)} changed inputs {len(reach)} reach this page"
        f"{f': {named}{more}' if named else ''}.\n"
        f"{differ} of its {len(results)} numbers print differently from the base; its sentences are the base's.\n"
        "See [all differences](#what-differs)."
    )
    return Markup(myst.box(f"Another world: {myst.escape(case.scenario.title)}", body, "important"))


def _change(key: str, case: Case, base: Case) -> str:
    name = myst.escape(case.record(key).name)
    before, after = (myst.escape(w.say(key)) for w in (base, case))
    return f"[{name}](#record-{myst.anchor(key)}) {after} instead of {before}"


def _inputs(case: Case) -> str:
    base, rows = Case(), []
    changes: dict[str, Change] = case.scenario.changes if case.scenario else {}
    for key, change in changes.items():
        link = f"[{myst.escape(case.record(key).name)}](#record-{myst.anchor(key)})"
        values = [myst.escape(w.say(key)) for w in (base, case)]
        rows.append([link, *values, f"{myst.escape(change.reason)} {myst.cite(change.sources)}".strip()])
    return myst.table(["Input", "Base", "Here", "Why"], rows, ["left", "right", "right", "left"])


def _verdicts(case: Case, found: workbench.Comparison) -> str:
    base, rows, known = Case(), [], claim_records()
    for name, alone in zip(found.verdicts["claim"], found.verdicts["single_input_that_flips_it"], strict=True):
        claim = known[str(name)]
        judged = [claims.judge(claim, w) for w in (base, case)]
        marks = [
            tables.mark(j.verdict_today)
            if j.verdict_published == j.verdict_today
            else f"{tables.mark(j.verdict_published)} then, {tables.mark(j.verdict_today)} now"
            for j in judged
        ]
        single = ", ".join(
            f"[{myst.escape(case.record(k).name)}](#record-{myst.anchor(k)})" if k in case else k
            for k in str(alone).split(", ")
        )
        link = f"[{claim.id}](#claim-{myst.anchor(claim.id)}) {myst.escape(claim.paraphrase)}"
        rows.append([link, *marks, single])
    return myst.table(["Claim, in our words", "Base", "Here", "Flipped by one input alone"], rows)


def _results(found: workbench.Comparison) -> str:
    shown = found.results[found.results["first"] != found.results["second"]].head(MAX_RESULTS_LISTED)
    rows = [
        [
            f"[{myst.escape(registry.find(str(key)).sentence.rstrip('.'))}](#number-{myst.anchor(str(key))})",
            myst.escape(str(first)),
            myst.escape(str(second)),
        ]
        for key, first, second in zip(shown["result"], shown["first"], shown["second"], strict=True)
    ]
    more = len(found.results) - len(rows)
    rest = f"\n{more} more move less; `wtd compare base {found.second}` lists them.\n" if more else ""
    return (
        "Those that move most come first.\n\n"
        + myst.table(["Result", "Base", "Here"], rows, ["left", "right", "right"])
        + rest
    )
