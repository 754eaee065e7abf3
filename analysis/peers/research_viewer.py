"""research-viewer: a graph of questions with three scenarios; only its effective lives could be rebuilt."""

from __future__ import annotations

from analysis.evidence import World
from analysis.models import cost
from analysis.peers.ledger import Check, reader

NAME = "research-viewer"


def checks(world: World) -> list[Check]:
    """Hold the years of full service of a satellite against its failure rates."""
    read = reader(world, "peers_research_viewer")

    def life(case: str) -> Check:
        ours = cost.effective_life(
            read("early_mortality"), read(f"bus_failure_{case}"), read(f"accelerator_failure_{case}"),
            read(f"life_{case}"), read(f"deployment_delay_{case}"),
        )  # fmt: skip
        why = "with a delay of deployment that is inferred, not printed"
        letter = {"optimistic": "a", "central": "b", "conservative": "c"}[case]
        return Check(
            f"RV-1{letter}", NAME, f"years of service, {case}", "year", read(f"published_life_{case}"), ours, 0.02, why
        )

    return [life(case) for case in ("optimistic", "central", "conservative")]
