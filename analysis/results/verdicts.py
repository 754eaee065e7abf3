"""A claim, its computed value, and its verdict: as published, and as known now.

A verdict follows from numbers. The computed value (or its whole range) is held against what the document states:
all of it satisfies the comparison, *holds*; part of it, *holds if*; none of it, *fails*. *Stale* is a claim that fails
on the day it was published although an earlier value satisfied it. What has no measurable quantity *cannot be checked*.
The registry pins both verdicts; a test recomputes them, so a model that changes its mind is noticed by a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from analysis import myst
from analysis.evidence import Case, ClaimRecord, claim_records
from analysis.evidence.claims import NOT_YET, Verdict
from analysis.evidence.errors import EvidenceError
from analysis.evidence.schema import parse_unit
from analysis.format import format_quantity
from analysis.results import registry
from analysis.results.registry import find
from analysis.units import Quantity, as_nominal, price_year

MARKS: dict[Verdict, str] = {
    "holds": "✔",
    "holds if": "◐",
    "fails": "✘",
    "stale": "⧗",
    "cannot be checked": "?",
}
_PLACEHOLDER = re.compile(r"\{([a-z_0-9]+\.[a-z_0-9]+)\}")


@dataclass(frozen=True)
class Judgement:
    """A claim with what we compute for it, on the day of publication and today."""

    claim: ClaimRecord
    published: Quantity | None
    today: Quantity | None
    verdict_published: Verdict
    verdict_today: Verdict

    @property
    def agrees(self) -> bool:
        """Whether the verdicts computed are the ones pinned in the registry."""
        pinned = (self.claim.verdict_published, self.claim.verdict_today)
        return pinned == (self.verdict_published, self.verdict_today)


def judge(claim: ClaimRecord, case: Case) -> Judgement:
    """Compute a claim's value and its two verdicts in a case."""
    published = _computed(claim.computed_published, case)
    today = _computed(claim.computed_today, case)
    earlier = _computed(claim.computed_earlier, case)
    first = verdict(claim, published)
    if first == "fails" and earlier is not None and verdict(claim, earlier) == "holds":
        first = "stale"
    second = verdict(claim, today)
    if second == "fails" and earlier is not None and verdict(claim, earlier) == "holds":
        second = "stale"
    return Judgement(claim, published, today, first, second)


def judgements(case: Case) -> dict[str, Judgement]:
    """Judge every claim of the registry."""
    return {name: judge(claim, case) for name, claim in claim_records().items()}


def verdict(claim: ClaimRecord, computed: Quantity | None) -> Verdict:
    """Hold a computed value, or its whole range, against what the claim states."""
    if computed is None or claim.comparison is None:
        return "cannot be checked"
    low, high = _ends(computed)
    least, most = _accepted(claim, computed)
    if least <= low and high <= most:
        return "holds"
    return "holds if" if low <= most and least <= high else "fails"


def stated(claim: ClaimRecord) -> Quantity | None:
    """Give the stated value with its unit; money at face value."""
    return None if claim.stated is None else _in_unit_of(claim, claim.stated)


def threshold(claim: ClaimRecord) -> Quantity | None:
    """Give what the computed value is held against: the stated value or, where there is none, what we say it needs."""
    wanted = claim.needs if claim.stated is None else claim.stated
    return None if wanted is None else _in_unit_of(claim, wanted)


def _in_unit_of(claim: ClaimRecord, value: float | tuple[float, float]) -> Quantity:
    return _face_value(Quantity(np.atleast_1d(value), parse_unit(claim.unit, claim.price_year)))


def fill(text: str, case: Case) -> str:
    r"""Write a sentence of the registry as MyST: every ``{study.result}`` by its number, all else as plain text.

    Examples
    --------
    >>> fill("no number here, *no* markup", Case())
    'no number here, \\*no\\* markup'
    """
    return myst.beginning("".join(_filled(text, case, myst.inline)))


def fill_plain(text: str, case: Case) -> str:
    """Write a sentence by its numbers, as plain text.

    Examples
    --------
    >>> fill_plain("{multiple.stated_multiple} of *sales*", Case())
    '64× of *sales*'
    """
    return "".join(_filled(text, case, str))


def _filled(text: str, case: Case, plain: Callable[[str], str]) -> Iterator[str]:
    pieces = _PLACEHOLDER.split(text)  # text and names by turns
    return (registry.say(piece, case) if place % 2 else plain(piece) for place, piece in enumerate(pieces))


def placeholders(text: str) -> tuple[str, ...]:
    """List the results that a sentence of the registry names."""
    return tuple(_PLACEHOLDER.findall(text))


def say_stated(claim: ClaimRecord) -> str:
    """Write what the document states, as a table prints it."""
    value = stated(claim)
    if value is None:
        return ""
    ends = [float(end) for end in np.atleast_1d(value.magnitude)]
    if not claim.unit and all(1900 <= end <= 2100 for end in ends):  # a calendar year takes no thousands separator
        return "–".join(f"{end:.6g}" for end in ends)
    return format_quantity(value)


def say_computed(key: str, case: Case) -> str:
    """Write what we compute, as a table prints it."""
    return key if key == NOT_YET or not key else find(key).say(case)


def _computed(key: str, case: Case) -> Quantity | None:
    return None if key in ("", NOT_YET) else find(key)(case)


def _face_value(quantity: Quantity) -> Quantity:
    return quantity if price_year(quantity) is None else as_nominal(quantity)


def _ends(computed: Quantity) -> tuple[float, float]:
    values = np.asarray(_face_value(computed).magnitude, dtype=float)
    return float(values.min()), float(values.max())


def _accepted(claim: ClaimRecord, computed: Quantity) -> tuple[float, float]:
    """Give the lowest and the highest value that a comparison accepts, in the unit of what was computed."""
    value = _face_value(computed)
    if claim.comparison == "exists":
        return float(np.nextafter(0.0, 1.0)), np.inf
    target = threshold(claim)
    if target is None:
        raise EvidenceError(
            f"claims.toml: [{claim.id}]: comparison {claim.comparison!r} needs `stated`, the document's number, "
            "or `needs`, our threshold"
        )
    if not value.is_compatible_with(target.units):
        raise EvidenceError(
            f"claims.toml: [{claim.id}]: computed in {value.units:~} but stated in {target.units:~}; mend the unit"
        )
    low, high = float(target.min().to(value.units).magnitude), float(target.max().to(value.units).magnitude)
    least, most = low - claim.tolerance * abs(low), high + claim.tolerance * abs(high)
    return -np.inf if claim.comparison == "at most" else least, np.inf if claim.comparison == "at least" else most
