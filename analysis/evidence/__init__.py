"""What is known, and from whom: assumptions, observations, sources, scenarios and the claims of the two documents.

Everything here is data and its validation. `World` is how the rest of the report reads it.
"""

from analysis.evidence.bibliography import bibliography
from analysis.evidence.errors import EvidenceError
from analysis.evidence.observations import observation, observations
from analysis.evidence.registry import ClaimRecord, claim_records, conflicts
from analysis.evidence.schema import Record
from analysis.evidence.store import records
from analysis.evidence.world import Scenario, World, active_world, load_scenario, shipped_scenarios

__all__ = [
    "ClaimRecord",
    "EvidenceError",
    "Record",
    "Scenario",
    "World",
    "active_world",
    "bibliography",
    "claim_records",
    "conflicts",
    "load_scenario",
    "observation",
    "observations",
    "records",
    "shipped_scenarios",
]
