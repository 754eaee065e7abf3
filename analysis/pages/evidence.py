"""The page on the evidence itself: what is new, what is old, who says it, and how samples of it came out."""

from __future__ import annotations

from analysis import myst
from analysis.evidence import Case, Record, records
from analysis.evidence.audits import Audit, audits
from analysis.evidence.case import written
from analysis.evidence.origins import account_of, name_of, originals
from analysis.evidence.schema import KNOWN_UNTIL
from analysis.results.support import unsupported
from analysis.units import Quantity

OUTCOMES = {
    "confirmed": "Confirmed",
    "uncheckable": "Could not be checked",
    "wrong": "Wrong or misattributed",
    "ours": "No source by kind",
}


def read_through(record: Record) -> str:
    """Say through whose account a number was read, as a badge; nothing where it was read at its origin."""
    via = account_of(record.sources, record.read)
    if not via:
        return ""
    whose = "other accounts" if via == "others" else myst.cite([via])
    return f"[read through {whose}]{{.read-through}}"


def out_of_date(record: Record) -> str:
    """Say in words that a number is older than it keeps; nothing where it is not."""
    if not record.is_stale() or record.as_of is None:
        return ""
    age = (KNOWN_UNTIL - record.as_of).days
    return f"out of date: {age} days old on {KNOWN_UNTIL:%-d %B %Y}, and a number of its kind keeps {record.shelf_life}"


def course(record: Record) -> str:
    """Write what a record said before, newest first; nothing where it always said the same."""
    earlier = reversed(record.history)
    said = [f"{written(record.key, Quantity(e.value, record.units))} ({e.as_of:%-d %B %Y})" for e in earlier]
    return "Before: " + ", ".join(said) + "." if said else ""


def evidence_page(case: Case) -> str:
    """Write the page: newest facts, old ones, single originals, and the audits."""
    found = unsupported(case)
    old = {key: record for key, record in records().items() if record.is_stale()}
    moved = {key: record for key, record in records().items() if record.history}
    second = [record for record in records().values() if read_through(record)]
    parts = [
        "(evidence-page)=\n# How good the evidence is\n\n",
        f"The report knows what could be read up to {KNOWN_UNTIL:%-d %B %Y}.\n"
        f"It has {len(records())} records; {len(second)} of them were read through somebody else's account, "
        "which a badge beside each says.\n"
        "Accounts that repeat one original count once.\n\n",
        "## What changed, and when\n\n",
        "A record keeps what it said before.\n\n",
        myst.table(
            ["Number", "Now", "Of", "Before"],
            [
                [_link(key, record), written(key, record.quantity), f"{record.as_of:%-d %B %Y}", _earlier(record)]
                for key, record in moved.items()
            ],
            ["left", "right", "left", "left"],
        ),
        "\n## What is out of date\n\n",
        f"On {KNOWN_UNTIL:%-d %B %Y} these numbers were older than they keep; every page that leans on one says so.\n\n"
        if old
        else "Nothing is older than it keeps.\n\n",
        "".join(f"- {_link(key, record)}: {out_of_date(record)}.\n" for key, record in old.items()),
        "\n## What one original says alone\n\n",
        "Behind the verdicts stand numbers that have one original and no check that computes.\n"
        "No probability moves by a point when such a number is taken to either end of its range.\n\n",
        "".join(
            f"- {_link(key, case.record(key))}, from {_originals(case.record(key))}; behind {', '.join(claims)}.\n"
            for key, claims in found.items()
        ),
        "\n## How samples came out\n\n",
        "Numbers drawn at random are held against their sources; "
        "`wtd audit --random 50 --seed 7` draws such a sample.\n\n",
        myst.table(
            ["Sample", "Seed", "Numbers", *OUTCOMES.values()],
            [[_sample(a), str(a.seed), str(a.size), *(str(a.count(o)) for o in OUTCOMES)] for a in audits()],  # type: ignore[arg-type]
            ["left", "right", "right", "right", "right", "right", "right"],
        ),
        "\n",
        *(_audit(audit) for audit in audits()),
    ]
    return "".join(parts)


def _link(key: str, record: Record) -> str:
    return f"[{myst.escape(record.name)}](#record-{myst.anchor(key)})"


def _earlier(record: Record) -> str:
    return course(record).removeprefix("Before: ").removesuffix(".")


def _originals(record: Record) -> str:
    return myst.escape("; ".join(name_of(origin) for origin in originals(record.sources)))


def _sample(audit: Audit) -> str:
    return f"{audit.day:%-d %B %Y}, {myst.escape(audit.by)}"


def _audit(audit: Audit) -> str:
    misses = [found for found in audit.found if found.outcome in ("wrong", "uncheckable")]
    lines = [
        f"### {_sample(audit)}, seed {audit.seed}\n\n",
        f"The seed is {myst.escape(audit.seed_from)}; {myst.escape(audit.how)}.\n\n",
    ]
    for found in misses:
        mended = f" {myst.escape(found.mended)}" if found.mended else ""
        lines.append(f"- `{found.key}`, {OUTCOMES[found.outcome].lower()}: {myst.escape(found.against)}.{mended}\n")
    return "".join(lines) + "\n"
