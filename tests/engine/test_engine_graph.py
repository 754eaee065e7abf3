import math
from typing import Any, NamedTuple

import numpy as np
import pint
import pytest

from analysis.engine import TraceError, compile_program, trace, trace_mapping
from analysis.units import Quantity, where

ONE_LENGTH = {"q": "km"}
ONE_NUMBER = {"q": ""}

REFUSED = {
    "if": (lambda q: q if q > Quantity(1, "km") else -q, ONE_LENGTH, "np.minimum, np.maximum or analysis.units.where"),
    "max()": (lambda q: max(q, 2 * q), ONE_LENGTH, "np.maximum"),
    "math": (lambda q: Quantity(math.sqrt(q)), ONE_NUMBER, r"np\.\*"),
    "float()": (lambda q: Quantity(float(q)), ONE_NUMBER, r"np\.\*"),
    "int()": (lambda q: Quantity(int(q)), ONE_NUMBER, r"np\.floor"),
    "round()": (lambda q: round(q), ONE_NUMBER, r"np\.floor"),
    "an array": (lambda q: q * np.ones(3), ONE_LENGTH, "loop over them in Python"),
    "an array first": (lambda q: np.ones(3) * q, ONE_LENGTH, "loop over them in Python"),
    "np.round": (lambda q: np.round(q), ONE_LENGTH, r"np\.floor"),
    "np.sum": (lambda q: np.sum([q, q]), ONE_LENGTH, "loop in Python"),
    "floor division": (lambda q: q // Quantity(1, "m"), ONE_LENGTH, r"np\.floor"),
    "in place": (lambda q: q.__iadd__(q), ONE_LENGTH, r"total = total \+ term"),
    "a text": (lambda q: "ten", ONE_LENGTH, "returns a quantity"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_traced_is_refused_with_place_and_remedy(case: str) -> None:
    model, inputs, remedy = REFUSED[case]
    with pytest.raises(TraceError, match=remedy) as caught:
        trace(model, inputs)
    if case != "a text":
        assert "test_engine_graph.py, line" in str(caught.value)


@pytest.mark.parametrize(
    "rounded",
    [
        lambda q: np.ceil(q),
        lambda q: np.floor(q / Quantity(1, "m")),
        lambda q: np.ceil((q / Quantity(1, "km")).to("percent")),
    ],
)
def test_rounding_before_the_unit_is_gone_is_refused(rounded) -> None:
    with pytest.raises(TraceError, match="the answer would depend on the unit"):
        trace(rounded, ONE_LENGTH)


def test_rounding_a_pure_number_is_recorded() -> None:
    program = trace(lambda q: np.ceil((q / Quantity(1, "m")).to("")), ONE_LENGTH)
    assert [node.operation for node in program.steps] == ["multiply", "ceil"]


def test_wrong_units_are_refused_while_tracing() -> None:
    with pytest.raises(pint.DimensionalityError):
        trace(lambda mass, time: mass + time, {"mass": "kg", "time": "s"})


def test_a_changed_unit_changes_the_hash() -> None:
    def total(a: Quantity, b: Quantity) -> Quantity:
        return a + b

    assert trace(total, {"a": "km", "b": "m"}).hash != trace(total, {"a": "km", "b": "km"}).hash


def test_the_text_of_a_program_is_the_same_in_every_run() -> None:
    def energy(mass: Quantity, speed: Quantity) -> Quantity:
        return (mass * speed**2 / 2).to("MJ")

    program = trace(energy, {"mass": "kg", "speed": "km/s"})
    # the golden hash: a change here is a change of what every program computes or how it is written down
    assert program.hash == "d33545ba219b04c03968c07c29c19c7df911da943a6694fd0c970209951e2258"
    assert program.bind().hash == program.hash


def test_shared_work_is_recorded_once_and_constants_fold() -> None:
    def model(a: Quantity) -> Quantity:
        step = Quantity(2.0, "km") * Quantity(3.0, "") / Quantity(1.0, "m")
        return np.exp(a) * step.to("") + np.exp(a) * 1.0 + 0.0

    program = trace(model, {"a": ""})
    assert [node.operation for node in program.steps] == ["exp", "multiply", "add"]
    assert [node.value for node in program.nodes if node.is_constant] == [6000.0]


def test_size_and_used_inputs() -> None:
    program = trace(lambda a, b: np.exp(np.sqrt(a)) + a, {"a": "", "b": "kg"})
    assert (program.size, program.used) == (3, {"a"})


class Pair(NamedTuple):
    mass: Quantity
    power: Quantity


def test_every_way_to_return() -> None:
    inputs = {"m": "kg", "p": "W"}
    assert trace(lambda m, p: Pair(m, p), inputs).units == {"mass": "kilogram", "power": "watt"}
    assert list(trace(lambda m, p: {"one": Pair(m, p), "two": m / p}, inputs).outputs) == [
        "one.mass",
        "one.power",
        "two",
    ]
    assert trace(lambda m, p: 3.0, inputs).units == {"<lambda>": "dimensionless"}


def test_names_with_dots() -> None:
    program = trace_mapping(lambda x: x["a.price"] * x["a.mass"], {"a.price": "USD/kg", "a.mass": Quantity(2.0, "kg")})
    assert program.inputs == {"a.price": "US_dollar / kilogram", "a.mass": "kilogram"}
    assert program.base == {"a.mass": 2.0}


def test_binding_fixes_inputs_in_any_unit() -> None:
    program = trace(lambda a, b: a * np.sqrt(b), {"a": "km", "b": Quantity(4.0, "")})
    assert program.bind(a=Quantity(500.0, "m")).text.count("constant 0.5") == 1
    assert program.bind_all_but("a").inputs == {"a": "kilometer"}
    assert program.bind(a=2.0, b=9.0).size == 0
    with pytest.raises(KeyError, match="the inputs are a, b"):
        program.bind(c=1.0)
    with pytest.raises(ValueError, match="'a' has no value"):
        program.bind_all_but("b")
    with pytest.raises(pint.DimensionalityError):
        program.bind(a=Quantity(1.0, "s"))


def test_choice_by_where_is_recorded_in_the_unit_of_the_first() -> None:
    program = trace(lambda q: where(q > Quantity(10, "m"), q, Quantity(1, "m")), ONE_LENGTH)
    assert program.units == {"<lambda>": "kilometer"}
    assert program.steps[-1].operation == "where"


def test_a_bare_number_meets_a_quantity_as_in_pint() -> None:
    program = trace(lambda a, b: {"power": a - 2.0**b, "same": a == b, "zero": a + 0}, {"a": "", "b": ""})
    assert [node.operation for node in program.steps] == ["power", "subtract", "equal"]


def test_sums_with_zero_and_with_minus_one() -> None:
    def value(function: Any) -> float:
        return float(compile_program(trace(function, {"a": ""}))(a=5.0)[function.__name__])

    assert value(lambda a: -1.0 + a) == value(lambda a: a + -1.0) == value(lambda a: a - 1.0) == 4.0
    assert value(lambda a: 0.0 + a) == value(lambda a: a + 0.0) == value(lambda a: a - 0.0) == 5.0
    assert value(lambda a: 0.0 - a) == -5.0


def test_the_smaller_of_two_and_what_is_written_by_others() -> None:
    program = trace(
        lambda a, b: {
            "least": np.minimum(a, b),
            "most": np.maximum(a, b),
            "same": np.minimum(a, a),
            "root": np.cbrt(a),
            "side": np.hypot(a, b),
            "turned": np.reciprocal(b),
        },
        {"a": "", "b": ""},
    )
    assert compile_program(program)(a=8.0, b=6.0) == pytest.approx(
        {"least": 6.0, "most": 8.0, "same": 8.0, "root": 2.0, "side": 10.0, "turned": 1 / 6}, rel=1e-15
    )


def test_what_is_known_beforehand_is_folded_to_the_right_side() -> None:
    def value(function: Any) -> float:
        return float(compile_program(trace(function, {"a": ""}))(a=5.0)[function.__name__])

    assert value(lambda a: 1.0 - a) == -4.0
    assert value(lambda a: np.clip(a, 1.0, 3.0)) == 3.0
    assert value(lambda a: np.clip(a, 6.0, 9.0)) == 6.0
    one, two = Quantity(1.0, ""), Quantity(2.0, "")
    assert value(lambda a: where(one > two, 2.0 * a, 3.0 * a)) == 15.0
    assert value(lambda a: where(one < two, 2.0 * a, 3.0 * a)) == 10.0
    with pytest.raises(TraceError, match=r"np\.median of a traced value cannot be recorded"):
        trace(lambda a: np.median(a, 0, None), {"a": ""})


def test_a_misleading_remedy_is_worse_than_none() -> None:
    """Each message names the line and a remedy that works."""
    length, number = {"q": "km"}, {"q": ""}
    for model, inputs, words in (
        (lambda q: np.where(q > Quantity(1, "km"), q, 2 * q), length, "analysis.units.where"),
        (lambda q: Quantity(f"{q:.2f}"), length, "no digits to print"),
        (lambda q: {}, length, "at least one quantity"),
        (lambda q: {"a": Pair(q, q), "a.mass": q}, length, "both named 'a.mass'"),
    ):
        with pytest.raises(TraceError, match=words):
            trace(model, inputs)
    assert compile_program(trace(lambda q: (q > 1) * q, number))(q=3.0) == {"<lambda>": 3.0}
    assert (
        compile_program(trace(lambda q: q.clip(Quantity(0.0, ""), Quantity(1.0, "")), number))(q=3.0)["<lambda>"] == 1.0
    )


def test_what_would_lose_something_on_the_way_is_refused() -> None:
    run = compile_program(trace(lambda q: q, ONE_NUMBER))
    for given, words in (
        (np.array([1 + 2j]), "complex"),
        (np.ma.array([1.0, 2.0], mask=[0, 1]), "mask would be lost"),
        (np.array(["3"]), "no real number"),
    ):
        with pytest.raises(TypeError, match=words):
            run(q=given)
