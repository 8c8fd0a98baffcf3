"""Findings as text for other programs: a module for each format, pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.formats import github, json_lines, junit, sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tiki2md.findings import Finding
    from tiki2md.formats.rules import Rule

FORMATS: Mapping[str, Callable[[Sequence[Finding], Mapping[str, Rule], str], str]] = {
    "json": json_lines.text_of,
    "sarif": sarif.text_of,
    "junit": junit.text_of,
    "github": github.text_of,
}
"""From the name of a format to what writes it.

Each takes the findings, the rules that explain their codes, and the version of tiki2md.
"""
