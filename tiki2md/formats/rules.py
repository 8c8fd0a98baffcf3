"""What a code means, for formats that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Severity
from tiki2md.explanations import EXPLANATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code means.

    Attributes:
        severity: how bad its findings are.
        says: its message, with names in braces.
        meaning: for people.
        remedy: what they can do.
    """

    severity: Severity
    says: str
    meaning: str
    remedy: str


def rules() -> Mapping[str, Rule]:
    """A rule for every code, by identifier."""
    return {
        code.identifier: Rule(code.severity, code.template, *EXPLANATIONS[code]) for code in Code
    }
