"""What stands behind a verdict: which of its numbers have one original and nothing that checks them."""

from __future__ import annotations

from analysis.evidence import Case, Record, claim_records
from analysis.evidence.origins import computes, originals
from analysis.results import registry


def is_supported(record: Record) -> bool:
    """Whether a record has two originals or a check that computes; what is ours to assume needs neither."""
    return record.kind in ("assumed", "defined") or len(originals(record.sources)) > 1 or computes(record.check)


def unsupported(case: Case) -> dict[str, tuple[str, ...]]:
    """Give the records behind verdicts that have one original and no check that computes, with their claims.

    The two documents stand for themselves: what they say is what is tested.
    """
    found: dict[str, dict[str, None]] = {}
    for claim in claim_records().values():
        for key in {key for test in claim.tests for key in (test.published, test.today) if key}:
            for name in registry.find(key).evaluate(case).records:
                if not name.startswith("documents.") and not is_supported(case.record(name)):
                    found.setdefault(name, {})[claim.id] = None
    return {name: tuple(sorted(claims)) for name, claims in sorted(found.items())}
