"""The arguments that Tiki 24 declares for its plugins, read from ``parameters.json``.

Of plugins that are newer, only the required ones are there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument that a plugin declares.

    Attributes:
        name: as Tiki spells it; case counts.
        required: whether Tiki wants it.  Of several such, often one is enough.
        default: what Tiki takes where it is not given; empty if nothing.
    """

    name: str
    required: bool = False
    default: str = ""


def parameters_of(name: str) -> tuple[Parameter, ...]:
    """The declared arguments of the plugin ``name`` (in any case); none of an unknown one."""
    return tuple(
        Parameter(key.removesuffix("*"), key.endswith("*"), default)
        for key, default in _table().get(name.upper(), {}).items()
    )


@cache
def _table() -> dict[str, dict[str, str]]:
    """By plugin: names of arguments, required ones with a star, to their defaults."""
    text = files("tiki2md.plugins").joinpath("parameters.json").read_text("utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)
    return table
