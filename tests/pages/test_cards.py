"""What a number says of itself, and what the page of numbers says it computes."""

from __future__ import annotations

from analysis.evidence import bibliography
from analysis.evidence.bibliography import short_source
from analysis.pages import cards, toc
from analysis.results import registry
from tests.known import base

CASE = base()


def test_a_number_of_few_inputs_names_them_with_range_and_source() -> None:
    few = next(
        r
        for r in registry.results("multiple").values()
        if 0 < len(cards.direct_records(r, CASE)) <= cards.MAX_INPUTS_SEARCHED_IN_PAIRS
    )
    lines = cards.card(few, CASE).splitlines()
    record = CASE.record(cards.direct_records(few, CASE)[0])
    assert lines[0] == few.sentence
    assert lines[1].startswith(f"{record.name}: ")
    assert record.kind in lines[1]
    assert lines[-1].startswith("Rests on ")


def test_a_number_of_many_inputs_says_how_many() -> None:
    many = registry.find("parity.ratio_2028")
    count = len(many.evaluate(CASE).records)
    lines = cards.card(many, CASE).splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(f"Rests on {count} assumptions, the newest of ")


def test_every_chapter_with_a_headline_has_the_number_of_its_preview() -> None:
    found = cards.headlines(CASE)
    names = {chapter.name for chapter in toc.chapters()}
    assert set(found) <= names
    assert len(found) > 12
    assert all(entry["verdict"] for entry in found.values())
    assert sum(bool(entry["number"] and entry["words"]) for entry in found.values()) > 12


def test_a_source_is_named_without_the_markup_of_its_file() -> None:
    assert [key for key in bibliography() if set("{}\\") & set(short_source(key))] == []
