"""Banks and consultants of whom only a headline was seen: what can be held against itself, and nothing more."""

from __future__ import annotations

from analysis.evidence import Case, observation
from analysis.models import beaming
from analysis.peers.ledger import Check, reader
from analysis.units import Quantity

UNSEEN = ("ABI Research", "BCG", "IEEE Spectrum", "research-viewer", "ITK")
ONLY = "only the headline was seen"
PART_FOUR = "deutschebank2026part4"
ON_REQUEST = "the bank gives the workbook on request only; accelerators are not in it"


def _deutsche_bank(case: Case) -> list[Check]:
    read, name = reader(case, "peers_deutsche_bank"), "Deutsche Bank"
    now = (read("published_space_2026") / read("published_ground")).to("")
    later = (read("published_space_2032") / read("published_ground")).to("")
    return [
        Check("DB-1a", name, "orbit over ground, 2026", "", read("published_ratio_2026"), now, 0.03, "rounded"),
        Check("DB-1b", name, "orbit over ground, 2032", "", read("published_ratio_2032"), later, 0.07, "rounded"),
        Check("DB-1c", name, "a gigawatt in space, 2026", "USD", read("published_space_2026"), None, 0.01, ONLY),
        *_part_four(name),
    ]  # fmt: skip


def _part_four(name: str) -> list[Check]:
    """List the ratios of the bank's fourth note, which supersedes the first."""
    seen = observation("orbital_cost_ratios").frame
    rows = seen[seen["source"] == PART_FOUR].itertuples()
    return [
        Check(f"DB-2{letter}", name, f"orbit over ground, {row.case}, {row.year}", "", Quantity(row.ratio, ""), None,
              0.01, ON_REQUEST)
        for letter, row in zip("abcdef", rows, strict=False)
    ]  # fmt: skip


def _wood_mackenzie(case: Case) -> list[Check]:
    read, name = reader(case, "peers_wood_mackenzie"), "Wood Mackenzie"
    share = beaming.cost_share(read("published_launch_and_satellites"), read("published_orbital"))
    # parity by launch alone: launch and satellites fall by the printed share, the rest stays
    cheaper = read("published_orbital") - read("published_launch_fall") * read("published_launch_and_satellites")
    ground = (read("published_orbital") / read("published_ratio")).to("USD")
    return [
        Check("WM-1a", name, "launch and satellites as a share", "", read("published_launch_share"), share, 0.025,
              "roughly"),
        Check("WM-1b", name, "a gigawatt in orbit", "USD", read("published_orbital"), None, 0.01, ONLY),
        Check("WM-2", name, "a gigawatt in orbit after launch falls by 70 %", "USD", ground, cheaper, 0.05,
              "even with satellites falling as much, orbit keeps 59 % of its cost; a third is needed"),
    ]  # fmt: skip


def _ratios(case: Case) -> list[Check]:
    """List the ratios behind which no inputs were seen; the observations hold them all."""
    seen = observation("orbital_cost_ratios").frame
    rows = seen[seen["model"].isin(UNSEEN)].itertuples()
    return [
        Check(f"HEAD-{n}", row.model, f"orbit over ground, {row.case}", "", Quantity(row.ratio, ""), None, 0.01, ONLY)
        for n, row in enumerate(rows, start=1)
    ]


def checks(case: Case) -> list[Check]:
    """Hold what a headline allows."""
    return [*_deutsche_bank(case), *_wood_mackenzie(case), *_ratios(case)]
