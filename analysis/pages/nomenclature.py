"""The names of the library: every argument of a model with its unit and meaning, read off the docstrings."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import NamedTuple

import analysis.models

_SECTION = re.compile(r"^Parameters\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"^(\w[\w, ]*?) : (.+)\n((?:[ \t]+.+\n?)+)", re.MULTILINE)
_UNIT = re.compile(r"\s*\[([^\]]+)\]\s*\.?$")


class Name(NamedTuple):
    """An argument of a model: what it is called, means, is measured in, and where it is used first."""

    name: str
    unit: str
    meaning: str
    module: str


def public_models() -> Iterator[tuple[str, object]]:
    """List the public functions of every model module."""
    for found in pkgutil.iter_modules(analysis.models.__path__):
        if found.name == "guards":  # refuses values; computes none
            continue
        module = importlib.import_module(f"analysis.models.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and inspect.unwrap(function).__module__ == module.__name__:
                yield found.name, function


def names() -> list[Name]:
    """List every argument once for each unit in which it is used, in alphabetical order."""
    known: dict[tuple[str, str], Name] = {}
    for module, function in public_models():
        section = _SECTION.search((inspect.getdoc(function) or "") + "\n")
        for arguments, _, text in _ENTRY.findall(section[1] if section else ""):
            meaning = " ".join(text.split())
            unit = found[1] if (found := _UNIT.search(meaning)) else ""
            for name in arguments.split(", "):
                known.setdefault((name, unit), Name(name, unit, _UNIT.sub("", meaning), module))
    return [known[key] for key in sorted(known)]
