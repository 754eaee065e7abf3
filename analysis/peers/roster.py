"""Every published model that is rebuilt here, its checks and its ratios."""

from __future__ import annotations

from types import ModuleType

from analysis.evidence import Case
from analysis.peers import (
    ai1,
    collisions,
    epoch,
    espas,
    fcc,
    headlines,
    hotchips,
    iscr,
    jeshap,
    mach33,
    mccalip,
    mcdonald,
    nasa,
    odc,
    orbital_compute,
    orbital_thermal,
    penot,
    research_viewer,
    semianalysis,
    starcloud,
    suncatcher,
    tech4biz,
    turyshev,
    vanberkel,
)
from analysis.peers.harmoniser import Inputs, PeerCase
from analysis.peers.ledger import Check

WITH_COSTS: tuple[ModuleType, ...] = (starcloud, odc, suncatcher, jeshap, mccalip, turyshev, semianalysis)
WITHOUT_COSTS: tuple[ModuleType, ...] = (
    ai1,
    fcc,
    hotchips,
    mcdonald,
    epoch,
    nasa,
    orbital_thermal,
    iscr,
    vanberkel,
    research_viewer,
    mach33,
    penot,
    tech4biz,
    orbital_compute,
    espas,
    collisions,
    headlines,
)


def all_checks(case: Case) -> list[Check]:
    """Give every published value with ours."""
    return [check for module in (*WITH_COSTS, *WITHOUT_COSTS) for check in module.checks(case)]


def all_cases(case: Case, ours: Inputs) -> list[PeerCase]:
    """Give every published ratio whose inputs were seen, from the lowest to the highest; ours where it is silent."""
    cases = [entry for module in WITH_COSTS for entry in module.cases(case, ours)]
    return sorted(cases, key=lambda entry: float(entry.published.magnitude))
