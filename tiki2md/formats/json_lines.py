"""A JSON object on each line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.findings import Finding
    from tiki2md.formats.rules import Rule


def text_of(findings: Sequence[Finding], rules: Mapping[str, Rule], version: str) -> str:
    """A line for each finding that is neither ignored nor in the baseline.

    Args:
        findings: of a run.
        rules: not told here.
        version: not told here.
    """
    del rules, version
    return "".join(
        json.dumps(_data(finding), ensure_ascii=False) + "\n"
        for finding in findings
        if finding.is_open
    )


def _data(finding: Finding) -> dict[str, str | int]:
    return {
        "code": finding.rule,
        "severity": finding.severity.label,
        "message": finding.message,
        "page": finding.page,
        "line": finding.line,
        "column": finding.column,
        "start": finding.span[0],
        "end": finding.span[1],
        "file": finding.file,
        "file_line": finding.file_line,
        "fingerprint": finding.fingerprint,
    }
