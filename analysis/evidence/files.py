"""Where the evidence lies, and how a TOML file is read."""

from __future__ import annotations

import pickle
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from analysis.evidence.errors import EvidenceError, evidence_error
from analysis.evidence.links import check_addresses
from analysis.state import keep, kept

Read = TypeVar("Read")

FOLDER = Path(__file__).parent
ASSUMPTIONS = FOLDER / "assumptions"
OBSERVATIONS = FOLDER / "observations"
SCENARIOS = FOLDER / "scenarios"
MOST_BYTES = 4_000_000


def read_text(file: Path) -> str:
    """Read a UTF-8 file, with or without a byte order mark, or say in one line why it cannot be read."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise evidence_error(file, None, f"larger than {MOST_BYTES:,} bytes; split the file")
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise evidence_error(file, None, f"not UTF-8 at byte {error.start}; save the file as UTF-8") from None
    except OSError as error:
        raise EvidenceError(f"{file}: cannot be read: {error.strerror}") from None


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file into a dict, or say in one line where it is malformed."""
    try:
        content = tomllib.loads(read_text(file))
        check_addresses(content, file)
    except ValueError as error:  # malformed, or a number of thousands of digits
        raise evidence_error(file, None, f"not valid TOML: {error}") from None
    except RecursionError:
        raise evidence_error(file, None, "nested too deeply; a record is a flat table") from None
    return content


def read_once(name: str, read: Callable[[], Read]) -> Read:
    """Give what is read and checked once for each state of the report."""
    if (content := kept("programs", name)) is not None:
        with suppress(Exception):
            found: Read = pickle.loads(content)
            return found
    made = read()
    keep("programs", name, pickle.dumps(made))
    return made
