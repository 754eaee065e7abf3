"""research-viewer: a graph of questions with three scenarios; only its effective lives could be rebuilt."""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import cost
from analysis.peers.ledger import Check, reader

NAME = "research-viewer"


def checks(case: Case) -> list[Check]:
    """Hold the years of full service of a satellite against its failure rates."""
    read = reader(case, "peers_research_viewer")

    def life(entry: str) -> Check:
        ours = cost.effective_life(
            read("early_mortality"), read(f"bus_failure_{entry}"), read(f"accelerator_failure_{entry}"),
            read(f"life_{entry}"), read(f"deployment_delay_{entry}"),
        )  # fmt: skip
        why = "with a delay of deployment that is inferred, not printed"
        letter = {"optimistic": "a", "central": "b", "conservative": "c"}[entry]
        return Check(
            f"RV-1{letter}",
            NAME,
            f"years of service, {entry}",
            "year",
            read(f"published_life_{entry}"),
            ours,
            0.02,
            why,
        )

    return [life(entry) for entry in ("optimistic", "central", "conservative")]
