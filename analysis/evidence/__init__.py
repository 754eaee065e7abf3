"""What is known, and from whom: assumptions, observations, sources, scenarios and the claims of the two documents.

Everything here is data and its validation. `Case` is how the rest of the report reads it.
"""

from analysis.evidence.bibliography import bibliography
from analysis.evidence.case import Case, Scenario, active_case, load_scenario, shipped_scenarios
from analysis.evidence.claims import ClaimRecord, claim_records, conflicts
from analysis.evidence.errors import EvidenceError
from analysis.evidence.observations import observation, observations
from analysis.evidence.schema import Record
from analysis.evidence.store import records

__all__ = [
    "Case",
    "ClaimRecord",
    "EvidenceError",
    "Record",
    "Scenario",
    "active_case",
    "bibliography",
    "claim_records",
    "conflicts",
    "load_scenario",
    "observation",
    "observations",
    "records",
    "shipped_scenarios",
]
