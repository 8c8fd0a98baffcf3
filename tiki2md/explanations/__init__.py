"""What each diagnostic means, and what to do about it: a module for each part that reports."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from tiki2md.explanations.explanation import Explanation
from tiki2md.explanations.pages import PAGES
from tiki2md.explanations.privacy import PRIVACY
from tiki2md.explanations.proof import PROOF
from tiki2md.explanations.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.diagnostics import Code

__all__ = ["EXPLANATIONS", "Explanation"]

EXPLANATIONS: Mapping[Code, Explanation] = MappingProxyType(
    {**PAGES, **SOURCES, **PRIVACY, **PROOF}
)
"""One for every code."""
