"""Every published model that is rebuilt here, its checks and its ratios."""

from __future__ import annotations

from types import ModuleType

from analysis.evidence import World
from analysis.peers import (
    ai1,
    epoch,
    fcc,
    headlines,
    iscr,
    jeshap,
    mccalip,
    nasa,
    odc,
    orbital_thermal,
    research_viewer,
    semianalysis,
    starcloud,
    suncatcher,
    turyshev,
    vanberkel,
)
from analysis.peers.harmoniser import Case
from analysis.peers.ledger import Check

WITH_COSTS: tuple[ModuleType, ...] = (starcloud, odc, suncatcher, jeshap, mccalip, turyshev, semianalysis)
WITHOUT_COSTS: tuple[ModuleType, ...] = (
    ai1,
    fcc,
    epoch,
    nasa,
    orbital_thermal,
    iscr,
    vanberkel,
    research_viewer,
    headlines,
)


def all_checks(world: World) -> list[Check]:
    """Give every published value with ours."""
    return [check for module in (*WITH_COSTS, *WITHOUT_COSTS) for check in module.checks(world)]


def all_cases(world: World) -> list[Case]:
    """Give every published ratio whose inputs were seen, from the lowest to the highest."""
    cases = [case for module in WITH_COSTS for case in module.cases(world)]
    return sorted(cases, key=lambda case: float(case.published.magnitude))
