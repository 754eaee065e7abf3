"""Docstrings and unit checks say the same: every argument documented, with a unit of the dimension that is checked."""

import importlib
import inspect
import pkgutil
import re

import pytest
from numpydoc.docscrape import FunctionDoc

import analysis.models
from analysis.evidence import bibliography
from analysis.units import Quantity, ureg
from tests.each import each
from tests.models.discovery import dimensions_of

BRACKET = re.compile(r"\[([^\]]+)\]\s*$")
NOT_QUANTITIES = re.compile(r"^(int|float|bool|str|Callable|sequence of str|Design|Segment|Literal)", re.IGNORECASE)

SOURCES = set(bibliography())


def checked_dimensions(function):
    """The dimensions that `ureg.check` was given, read off the wrapper; None where the door is open."""
    found = dimensions_of(function)
    return None if found is None else list(found)


def public_models():
    for module in pkgutil.iter_modules(analysis.models.__path__):
        loaded = importlib.import_module(f"analysis.models.{module.name}")
        if module.name == "guards":
            continue
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if not name.startswith("_") and inspect.unwrap(function).__module__ == loaded.__name__:
                yield pytest.param(function, id=f"{module.name}.{name}")


MODELS = list(public_models())


def test_there_are_models():
    assert len(MODELS) > 100


@each("function", MODELS)
def test_a_docstring_is_a_reference_card(function):
    doc = FunctionDoc(inspect.unwrap(function))
    text = inspect.getdoc(function)
    assert "\n\n" in text, "needs one sentence, then the rest"
    assert text.splitlines()[0].endswith("."), "the first line is one sentence"
    assert ".. math::" in text or "not traceable" in text, "needs its formula"
    assert ">>>" in text, "needs a worked example"
    assert doc["Returns"], "needs Returns"
    documented = [name for p in doc["Parameters"] for name in p.name.split(", ")]
    assert documented == list(inspect.signature(function).parameters)


@each("function", MODELS)
def test_a_worked_example_names_a_source_that_is_listed_or_says_that_it_is_ours(function):
    named = " ".join(FunctionDoc(inspect.unwrap(function))["References"])
    assert re.search(r"(^|\s)ours:", named) or set(re.findall(r"\w+", named)) & SOURCES


@each("function", MODELS)
def test_documented_units_have_the_checked_dimension(function):
    doc = FunctionDoc(inspect.unwrap(function))
    dimensions = checked_dimensions(function)
    assert dimensions is not None, "the arguments of ureg.check do not match the signature"
    for parameter, dimension in zip(doc["Parameters"], dimensions, strict=True):
        if NOT_QUANTITIES.match(parameter.type):
            continue
        found = BRACKET.search(" ".join(parameter.desc).replace("`", "").rstrip("."))
        assert found, f"{parameter.name}: the description ends with its unit in brackets, such as [W/m^2] or [-]"
        if dimension is None or found[1] in ("any", "same"):
            continue
        unit = "" if found[1] == "-" else found[1]
        wanted = dimension if not isinstance(dimension, str) else ureg.get_dimensionality(dimension)
        assert Quantity(1, unit).dimensionality == wanted, f"{parameter.name}: [{found[1]}] against {dimension}"
