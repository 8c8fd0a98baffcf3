"""JUnit's XML, which every build server shows as a list of tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from tiki2md.diagnostics import Severity
from tiki2md.grouping import grouped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.findings import Finding
    from tiki2md.formats.rules import Rule

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold, not even as a reference (XML 1.0 §2.2)."""

_RUN = "the run"


def text_of(findings: Sequence[Finding], rules: Mapping[str, Rule], version: str) -> str:
    """A test case for each page and code: errors and losses fail it, the rest is its output.

    Args:
        findings: of a run; ignored ones and those of the baseline are skipped tests.
        rules: what their codes mean.
        version: not told here.
    """
    del version
    cases = grouped(((finding.page or _RUN, finding.rule), finding) for finding in findings)
    written = [_case(page, rule, found, rules) for (page, rule), found in cases.items()]
    if not cases:
        # Build servers take a file without tests for a broken one.
        written = ['  <testcase classname="tiki2md" name="no findings"/>\n']
    failures = sum(any(map(_fails, found)) for found in cases.values())
    skipped = sum(not any(f.is_open for f in found) for found in cases.values())
    counts = f'tests="{len(written)}" failures="{failures}" errors="0" skipped="{skipped}"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<testsuites {counts}>\n"
        f' <testsuite name="tiki2md" {counts}>\n{"".join(written)} </testsuite>\n'
        "</testsuites>\n"
    )


def _case(page: str, rule: str, found: Sequence[Finding], rules: Mapping[str, Rule]) -> str:
    attributes = f"classname={_quoted(page)} name={_quoted(rule)}"
    if file := found[0].file:
        attributes += f" file={_quoted(file)}"
    lines = "\n".join(_line(finding) for finding in found if finding.is_open)
    if not lines:
        why = next((finding.ignored for finding in found if finding.ignored), "in the baseline")
        return f"  <testcase {attributes}>\n   <skipped message={_quoted(why)}/>\n  </testcase>\n"
    explained = rules.get(rule)
    advice = f"\n{explained.meaning} What to do: {explained.remedy}" if explained else ""
    failing = [finding for finding in found if _fails(finding)]
    if not failing:
        return (
            f"  <testcase {attributes}>\n   <system-out>{_text(lines + advice)}</system-out>\n"
            "  </testcase>\n"
        )
    first = failing[0]
    return (
        f"  <testcase {attributes}>\n"
        f"   <failure type={_quoted(first.severity.label)} message={_quoted(first.message)}>"
        f"{_text(lines + advice)}</failure>\n  </testcase>\n"
    )


def _fails(finding: Finding) -> bool:
    return finding.is_open and finding.severity >= Severity.LOSS


def _line(finding: Finding) -> str:
    place = f"{finding.line}:{finding.column}: " if finding.line else ""
    return f"{place}{finding.severity.label}: {finding.message}"


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))
