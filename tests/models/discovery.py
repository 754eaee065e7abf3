"""The public models, found by themselves, with arguments to call them on.

A model is a public function of `analysis.models` that carries ``@ureg.check``. Its arguments come from the worked
example of its docstring, or are made up from the dimensions that it checks.
"""

from __future__ import annotations

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
from analysis.units import Quantity, ureg

SERIES = 4

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
    """The dimensions that ``@ureg.check`` was given; None where the door is open."""
    given = getattr(function, "dimensions", None)
    return None if given is None else tuple(None if d is None else ureg.get_dimensionality(d) for d in given)


# ---- arguments as a tree whose leaves are the inputs ---------------------------------------------------------------


def leaves(value: Any, path: str, scalars: bool = True) -> Iterator[tuple[str, Quantity]]:
    """The quantities in an argument, wherever they sit: the scalars among them, or all."""
    if isinstance(value, pint.Quantity):
        if not scalars or np.ndim(value.magnitude) == 0:
            yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from leaves(part, f"{path}.{key}", scalars)
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from leaves(part, f"{path}.{i}", scalars)


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


def documented_unit_text(function: Callable[..., Any], name: str) -> str:
    """What stands in the brackets that end the description of an argument; nothing where there are none."""
    parts = re.split(r"\n(\w+(?:, \w+)*) : ", inspect.getdoc(function) or "")
    for names, rest in zip(parts[1::2], parts[2::2], strict=True):
        if name in names.split(", "):
            found = re.findall(r"\[([^\]\[]*)\]", rest.split("\n\n")[0])
            return re.split(r",| or ", found[-1])[0].strip() if found else ""
    return ""


def documented_unit(function: Callable[..., Any], name: str) -> str:
    """The unit of an argument by its description; money where it says "any"."""
    text = documented_unit_text(function, name)
    with contextlib.suppress(pint.PintError, ValueError):
        if text:
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


# ---- calling them --------------------------------------------------------------------------------------------------


def call(function: Any, arguments: Mapping[str, Any], quantities: Mapping[str, Quantity]) -> Any:
    return function(**{name: rebuilt(value, name, quantities) for name, value in arguments.items()})


def numbers(result: Any) -> list[float]:
    parts = result._asdict() if hasattr(result, "_asdict") else result
    if isinstance(parts, Mapping):
        parts = list(parts.values())
    if isinstance(parts, list | tuple):
        return [x for part in parts for x in numbers(part)]
    return [float(getattr(parts, "magnitude", parts))]
