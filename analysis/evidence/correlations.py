"""Which inputs lean on one another, and how strongly."""

from __future__ import annotations

import functools
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.evidence.errors import evidence_error, from_validation
from analysis.evidence.files import FOLDER, read_toml
from analysis.evidence.store import records

CORRELATIONS = FOLDER / "correlations.toml"


class Group(BaseModel):
    """Inputs that one cause moves: those that rise together, and those that fall when they rise."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str
    strength: str  # the record with the rank correlation
    why: str = Field(min_length=20)
    rising: tuple[str, ...] = ()
    falling: tuple[str, ...] = ()

    @property
    def signs(self) -> dict[str, float]:
        """Give each member's direction: +1 for those that rise, -1 for those that fall."""
        return {**dict.fromkeys(self.rising, 1.0), **dict.fromkeys(self.falling, -1.0)}


@functools.cache
def correlation_groups(file: Path = CORRELATIONS) -> tuple[Group, ...]:
    """Read the groups.

    Raises
    ------
    EvidenceError
        When a group names a record that does not exist, or one that is in it or in another group already.
    """
    groups: list[Group] = []
    taken: dict[str, str] = {}
    for name, fields in read_toml(file).items():
        try:
            group = Group.model_validate({"name": name, **fields})
        except ValidationError as error:
            raise from_validation(file, name, error) from None
        for key in (group.strength, *group.rising, *group.falling):
            if key not in records():
                raise evidence_error(file, name, f"{key} is no record; name one of analysis/evidence/assumptions")
        for key in (*group.rising, *group.falling):
            if key in taken:
                raise evidence_error(file, name, f"{key} is in {taken[key]} already; an input is in one group, once")
            taken[key] = name
        groups.append(group)
    return tuple(groups)
