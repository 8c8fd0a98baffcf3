"""SARIF 2.1.0, which code scanners and editors read (OASIS standard, 27 March 2020)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tiki2md.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.findings import Finding
    from tiki2md.formats.rules import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
"""Where the schema is published."""

_LEVELS = {
    Severity.INFO: "note",
    Severity.WARNING: "warning",
    Severity.LOSS: "error",
    Severity.ERROR: "error",
}

_BRACES = str.maketrans("{}", "‹›")
"""Braces stand for arguments of a message in SARIF (§3.11.5)."""


def text_of(findings: Sequence[Finding], rules: Mapping[str, Rule], version: str) -> str:
    """One log with one run.  Ignored findings and those of the baseline are in it, marked as such.

    Args:
        findings: of a run.
        rules: what their codes mean.
        version: of tiki2md.
    """
    used = sorted({finding.rule for finding in findings})
    numbers = {rule: number for number, rule in enumerate(used)}
    # A consumer takes results without a state as new; none has one unless there is a baseline.
    with_states = any(finding.known for finding in findings)
    driver = {
        "name": "tiki2md",
        "version": version,
        "rules": [_rule(name, rules.get(name)) for name in used],
    }
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(finding, numbers[finding.rule], with_state=with_states)
                    for finding in findings
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(name: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "name": "".join(part.capitalize() for part in name.split("-")),
        "shortDescription": {"text": rule.says.translate(_BRACES)},
        "fullDescription": {"text": rule.meaning},
        "help": {
            "text": f"{rule.meaning} What to do: {rule.remedy}",
            "markdown": f"{_escaped(rule.meaning)}\n\n**What to do:** {_escaped(rule.remedy)}",
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"severity": rule.severity.label},
    }


def _escaped(text: str) -> str:
    """Explanations show markup, which viewers must not take for their own."""
    return "".join(
        "\\" + character if character in "\\`*_[]<>{}#|~" else character for character in text
    )


def _result(finding: Finding, number: int, *, with_state: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": _LEVELS[finding.severity],
        # What looks like a link would be one (§3.11.6).
        "message": {"text": finding.message.replace("](", "] (")},
        "partialFingerprints": {"tiki2md/v1": finding.fingerprint},
        "properties": {"severity": finding.severity.label},
    }
    location: dict[str, Any] = {}
    if finding.file:
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.file, errors="replace")}}
        if finding.file_line:
            place["region"] = {"startLine": finding.file_line}
        location["physicalLocation"] = place
    if finding.page:
        name = {"name": finding.page, "kind": "resource"}
        location["logicalLocations"] = [name]
    if location:
        result["locations"] = [location]
    if finding.line:
        result["properties"] |= {"sourceLine": finding.line, "sourceColumn": finding.column}
    if finding.ignored:
        result["suppressions"] = [{"kind": "external", "justification": finding.ignored}]
    if with_state:
        result["baselineState"] = "unchanged" if finding.known else "new"
    return result
