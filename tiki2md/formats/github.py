"""Workflow commands of GitHub Actions, which become annotations of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.findings import Finding
    from tiki2md.formats.rules import Rule

_COMMANDS = {
    Severity.INFO: "notice",
    Severity.WARNING: "warning",
    Severity.LOSS: "error",
    Severity.ERROR: "error",
}

# A text that could end its line, or a value that could end, would be another command.
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_VALUES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def text_of(findings: Sequence[Finding], rules: Mapping[str, Rule], version: str) -> str:
    """A command for each finding that is neither ignored nor in the baseline, the worst first.

    GitHub shows only the first ten of a kind.

    Args:
        findings: of a run.
        rules: not told here.
        version: not told here.
    """
    del rules, version
    shown = sorted(
        (finding for finding in findings if finding.is_open),
        key=lambda finding: -finding.severity,
    )
    return "".join(map(_command, shown))


def _command(finding: Finding) -> str:
    values = {"file": finding.file, "line": str(finding.file_line or "")}
    if not finding.file:
        values = {}
    values["title"] = f"tiki2md {finding.rule}"
    written = ",".join(
        f"{key}={value.translate(_IN_VALUES)}" for key, value in values.items() if value
    )
    message = f"{finding.where}{finding.message}".translate(_IN_TEXT)
    return f"::{_COMMANDS[finding.severity]} {written}::{message}\n"
