"""The list of names holds every argument of every public model."""

import inspect

from analysis.pages import nomenclature
from analysis.pages.reference import nomenclature_page


def test_every_argument_of_a_model_is_in_the_nomenclature():
    listed = {entry.name for entry in nomenclature.names()}
    arguments = {
        name for _, function in nomenclature.public_models() for name in inspect.signature(function).parameters
    }
    assert arguments - listed == set()


def test_a_pure_number_is_marked_and_a_unit_is_told():
    units = {entry.name: entry.unit for entry in nomenclature.names()}
    assert units["power_usage_effectiveness"] == "-"
    assert units["specific_power"] in ("W/kg", "kW/t")


def test_the_page_holds_a_row_for_each_name():
    assert nomenclature_page().count("\n| `") == len(nomenclature.names())
