"""Every model of the library: the same answer traced and compiled as in pint, on random points.

Found by themselves: the public functions of `analysis.models` that carry ``@ureg.check``. A function is called on
random points of two kinds: near the worked example of its docstring, and anywhere in a range that the dimension of
each argument suggests (where all its arguments are quantities). A function whose docstring says "not traceable" is
left out by that mark; every other function has to pass.
"""

import collections.abc
import contextlib
import doctest
import importlib
import inspect
import io
import pkgutil
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pint
import pytest

import analysis.models
from analysis.engine import TraceError, compile_program, trace_mapping
from analysis.units import Quantity, ureg

POINTS, TRIES, SERIES = 6, 60, 4
NEAR = (0.93, 1.07)  # a point near the example has every argument multiplied by a factor from here

# dimension: (unit, lowest, highest) of a value that most models accept
PLAUSIBLE = {
    "": ("", 0.05, 0.95),
    "[length]": ("km", 300.0, 1500.0),
    "[length]**2": ("m^2", 1.0, 100.0),
    "[mass]": ("kg", 500.0, 5000.0),
    "[time]": ("year", 1.0, 9.0),
    "[temperature]": ("K", 250.0, 350.0),
    "[length]/[time]": ("m/s", 100.0, 3000.0),
    "[length]**2*[mass]/[time]**3": ("kW", 10.0, 500.0),
    "[length]**2*[mass]/[time]**2": ("kW*h", 10.0, 500.0),
    "[mass]/[time]**3": ("W/m^2", 300.0, 1400.0),
    "[currency]": ("megaUSD", 1.0, 900.0),
    "[currency]/[time]": ("megaUSD/year", 1.0, 900.0),
    "[currency]/[mass]": ("USD/kg", 100.0, 3000.0),
}


# ---- finding the functions -----------------------------------------------------------------------------------------


def checked_functions() -> Iterator[Any]:
    for info in pkgutil.iter_modules(analysis.models.__path__):
        module = importlib.import_module(f"analysis.models.{info.name}")
        for name, function in vars(module).items():
            own = getattr(function, "__module__", "") == module.__name__
            if own and not name.startswith("_") and dimensions_of(function) is not None:
                yield pytest.param(function, id=f"{info.name}.{name}")


def dimensions_of(function: Any) -> tuple[Any, ...] | None:
    """The dimensions that ``@ureg.check`` was given: it keeps them in its closure and nowhere else."""
    code = getattr(function, "__code__", None)
    if code is None or not {"dimensions", "ureg"} <= set(code.co_freevars):
        return None
    return tuple(function.__closure__[code.co_freevars.index("dimensions")].cell_contents)


# ---- arguments as a tree whose leaves are the inputs ---------------------------------------------------------------


def leaves(value: Any, path: str) -> Iterator[tuple[str, Quantity]]:
    """The scalar quantities in an argument, wherever they sit."""
    if isinstance(value, pint.Quantity):
        if np.ndim(value.magnitude) == 0:
            yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from leaves(part, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from leaves(part, f"{path}.{i}")


def rebuilt(value: Any, path: str, new: Mapping[str, Quantity]) -> Any:
    """The same argument with other quantities."""
    if isinstance(value, pint.Quantity):
        return new.get(path, value)
    if isinstance(value, Mapping):
        return {key: rebuilt(part, f"{path}.{key}", new) for key, part in value.items()}
    if isinstance(value, list | tuple):
        parts = [rebuilt(part, f"{path}.{i}", new) for i, part in enumerate(value)]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return value


def firsts(value: Any) -> Any:
    """The same argument with the first element of every array: a sample out of many."""
    if isinstance(value, pint.Quantity):
        return value.flatten()[0] if np.ndim(value.magnitude) else value
    if isinstance(value, Mapping):
        return {key: firsts(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        parts = [firsts(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return value


def example_arguments(function: Any) -> list[dict[str, Any]]:
    """The arguments with which the examples of the docstring call the function."""
    calls: list[dict[str, Any]] = []
    signature = inspect.signature(function)

    def recorder(*args: Any, **kwargs: Any) -> Any:
        calls.append(dict(signature.bind(*args, **kwargs).arguments))
        return function(*args, **kwargs)

    names = {**vars(inspect.getmodule(function)), function.__name__: recorder}
    for example in doctest.DocTestParser().get_examples(function.__doc__ or ""):
        if example.exc_msg is None:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(example.source, "<example>", "single"), names)
    return calls


def documented_unit(function: Callable[..., Any], name: str) -> str:
    """The unit in brackets that ends the description of an argument; money where it says "any"."""
    parts = re.split(r"\n(\w+(?:, \w+)*) : ", inspect.getdoc(function) or "")
    for names, rest in zip(parts[1::2], parts[2::2], strict=True):
        if name in names.split(", "):
            found = re.findall(r"\[([^\]\[]*)\]", rest.split("\n\n")[0])
            text = re.split(r",| or ", found[-1])[0].strip() if found else ""
            with contextlib.suppress(pint.PintError, ValueError):
                return str(ureg.Unit("" if text == "-" else text))
    return "USD"


def plausible_arguments(function: Any) -> dict[str, Any] | None:
    """Arguments made up from dimensions, when every required argument is a quantity or a series of them."""
    hints = typing.get_type_hints(function.__wrapped__)
    made: dict[str, Any] = {}
    dimensions = dimensions_of(function) or ()
    for (name, parameter), dimension in zip(inspect.signature(function).parameters.items(), dimensions, strict=False):
        if parameter.default is not inspect.Parameter.empty:
            continue
        written = documented_unit(function, name)
        wanted = ureg.Unit(written).dimensionality if dimension is None else dimension
        unit, low, high = next(
            (
                found
                for known, found in PLAUSIBLE.items()
                if dict(ureg.get_dimensionality(known or "[]")) == dict(wanted)
            ),
            (written, 0.5, 2.0),
        )
        if ureg.Unit(unit).dimensionality != wanted:
            return None
        value = Quantity((low + high) / 2, unit)
        if hints.get(name) is Quantity:
            made[name] = value
        elif typing.get_origin(hints.get(name)) is collections.abc.Sequence:
            made[name] = [value] * SERIES
        else:
            return None
    return made


# ---- the comparison ------------------------------------------------------------------------------------------------


def call(function: Any, arguments: Mapping[str, Any], quantities: Mapping[str, Quantity]) -> Any:
    return function(**{name: rebuilt(value, name, quantities) for name, value in arguments.items()})


def numbers(result: Any) -> list[float]:
    parts = result._asdict() if hasattr(result, "_asdict") else result
    if isinstance(parts, Mapping):
        parts = list(parts.values())
    if isinstance(parts, list | tuple):
        return [x for part in parts for x in numbers(part)]
    return [float(getattr(parts, "magnitude", parts))]


def accepted_points(
    function: Any, arguments: Mapping[str, Any], near: bool
) -> list[tuple[dict[str, Quantity], list[float]]]:
    """Random points that the model accepts, with what it answers in pint."""
    rng = np.random.default_rng(1)
    inputs = dict(leaf for name, value in arguments.items() for leaf in leaves(value, name))
    points = []
    for attempt in range(TRIES):
        low, high = NEAR if near else (0.1, 1.9)
        factors = np.ones(len(inputs)) if near and attempt == 0 else rng.uniform(low, high, len(inputs))
        values = {
            name: q * float(f) if q._is_multiplicative else q
            for (name, q), f in zip(inputs.items(), factors, strict=True)
        }
        with contextlib.suppress(ValueError, TypeError, pint.DimensionalityError), np.errstate(all="ignore"):
            points.append((values, numbers(call(function, arguments, values))))
        if len(points) == POINTS:
            break
    return points


def compare(function: Any, arguments: Mapping[str, Any], near: bool) -> int:
    points = accepted_points(function, arguments, near)
    if not points:
        return 0
    units = {name: str(value.units) for name, value in points[0][0].items()}
    try:
        program = trace_mapping(lambda quantities: call(function, arguments, quantities), units)
    except TraceError as problem:
        pytest.fail(f"cannot be traced, and its docstring does not say so: {problem}")
    run = compile_program(program)
    answers = np.array([answer for _, answer in points])
    # 1e-9 of the value, or of the model's own scale where a point lies near a zero of the model
    scale = 1e-9 * np.median(np.abs(np.where(np.isfinite(answers), answers, 0.0)), axis=0)
    one_by_one = np.array([list(run(values).values()) for values, _ in points])
    columns = {k: np.array([values[k].m_as(unit) for values, _ in points]) for k, unit in units.items()}
    together = np.array([np.broadcast_to(v, len(points)) for v in run(columns).values()]).T
    for got in (one_by_one, together):
        assert got.shape == answers.shape
        wrong = ~np.isclose(got, answers, rtol=1e-9, atol=np.nan_to_num(scale), equal_nan=True)
        assert not wrong.any(), f"traced {got[wrong]}, in pint {answers[wrong]}"
    return len(points)


@pytest.mark.parametrize("function", list(checked_functions()))
def test_traced_as_in_pint(function: Any) -> None:
    if "not traceable" in (function.__doc__ or "").lower():
        pytest.skip("marked as not traceable")
    tried = 0
    for arguments in example_arguments(function)[:2]:
        # an array in an example is either a table, which stays, or many samples, of which the first is taken
        tried += compare(function, arguments, near=True) or compare(function, firsts(arguments), near=True)
    if (made := plausible_arguments(function)) is not None:
        tried += compare(function, made, near=False)
    assert tried, "no example in the docstring to start from, and no made-up arguments that the model accepts"
