"""Findings for other programs: SARIF, JUnit, GitHub, JSON lines."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sarif import check_sarif
from some_findings import IGNORED, KNOWN, LOSS, finding

from tiki2md.diagnostics import Code, Severity
from tiki2md.findings import Finding
from tiki2md.formats import FORMATS
from tiki2md.formats.rules import rules

pytestmark = pytest.mark.usefixtures("alone")


def text_of(name: str, *findings: Finding) -> str:
    return FORMATS[name](findings, rules(), "1.2.3")


HOSTILE = finding(
    page="a,b:c%\r\n::error::x",
    message="</failure>]]> & \x00\x1b[31m\n::warning file=x::y \ud800 %0A",
    file="dir/a b,c:d\n.md",
    file_line=1,
    line=1,
    column=1,
)
findings_strategy = st.lists(
    st.builds(
        Finding,
        rule=st.sampled_from([code.identifier for code in Code]),
        severity=st.sampled_from(Severity),
        message=st.text(),
        page=st.text(),
        line=st.integers(0, 9),
        column=st.integers(0, 9),
        file=st.text(),
        file_line=st.integers(0, 9),
        fingerprint=st.text("0123456789abcdef", min_size=20, max_size=20),
        ignored=st.text(max_size=3),
        known=st.booleans(),
    )
)


# SARIF


@given(findings_strategy)
def test_sarif_is_sarif(findings: list[Finding]) -> None:
    log = json.loads(text_of("sarif", *findings))
    check_sarif(log)
    assert len(log["runs"][0]["results"]) == len(findings)


def test_sarif_says_where_and_what() -> None:
    log = json.loads(text_of("sarif", LOSS, IGNORED))
    loss, ignored = log["runs"][0]["results"]
    assert loss["level"] == "error"
    assert loss["locations"][0] == {
        "physicalLocation": {
            "artifactLocation": {"uri": "out/home.md"},
            "region": {"startLine": 7},
        },
        "logicalLocations": [{"name": "Home", "kind": "resource"}],
    }
    assert (loss["properties"]["sourceLine"], loss["properties"]["sourceColumn"]) == (3, 5)
    assert "suppressions" not in loss
    assert "baselineState" not in loss
    assert ignored["suppressions"] == [{"kind": "external", "justification": "an archive"}]
    rule = log["runs"][0]["tool"]["driver"]["rules"][loss["ruleIndex"]]
    assert "What to do" in rule["help"]["text"]


def test_sarif_makes_no_link_of_a_message() -> None:
    log = text_of("sarif", finding(message="[click](javascript:x) {0}"))
    assert "](" not in log
    assert json.loads(log)["runs"][0]["results"][0]["message"]["text"].startswith("[click] (")


def test_sarif_knows_what_was_there_before() -> None:
    results = json.loads(text_of("sarif", LOSS, KNOWN))["runs"][0]["results"]
    assert [result["baselineState"] for result in results] == ["new", "unchanged"]


# JUnit


@given(findings_strategy)
def test_junit_is_xml_and_counts_right(findings: list[Finding]) -> None:
    root = ET.fromstring(text_of("junit", *findings).encode("utf-8", "replace"))  # noqa: S314
    cases = root.findall("testsuite/testcase")
    assert int(root.attrib["tests"]) == len(cases) >= 1
    assert int(root.attrib["failures"]) == len(root.findall(".//failure"))
    assert int(root.attrib["skipped"]) == len(root.findall(".//skipped"))


def test_junit_fails_only_what_was_lost() -> None:
    root = ET.fromstring(text_of("junit", LOSS, finding(page="Home"), IGNORED, KNOWN))  # noqa: S314
    assert [case.get("classname") for case in root.iter("testcase")] == [
        "Home", "Home", "Old", "Seen",
    ]  # fmt: skip
    (failure,) = root.iter("failure")
    assert failure.get("type") == "loss"
    assert "3:5: loss: a message" in (failure.text or "")
    assert [skipped.get("message") for skipped in root.iter("skipped")] == [
        "an archive",
        "in the baseline",
    ]


def test_junit_without_findings_has_a_test() -> None:
    assert 'tests="1" failures="0"' in text_of("junit")


# GitHub


@given(findings_strategy)
def test_no_finding_is_another_command(findings: list[Finding]) -> None:
    lines = text_of("github", *findings).split("\n")
    assert lines.pop() == ""
    assert len(lines) == sum(each.is_open for each in findings)
    for line in lines:
        assert "\r" not in line
        match = re.fullmatch(r"::(notice|warning|error) ([^:]*)::.*", line, re.DOTALL)
        assert match is not None
        assert all(
            re.fullmatch(r"(file|line|title)=.+", part, re.DOTALL) for part in match[2].split(",")
        )


def test_github_escapes_as_its_runner_reads() -> None:
    assert text_of("github", LOSS) == (
        "::error file=out/home.md,line=7,title=tiki2md html-dropped::Home:3:5: a message\n"
    )
    line = text_of("github", HOSTILE)
    assert line.startswith("::warning file=dir/a b%2Cc%3Ad%0A.md,line=1,title=")
    assert line.count("\n") == 1
    assert "a,b:c%25%0D%0A::error::x" in line


def test_worst_come_first_for_github() -> None:
    assert text_of("github", finding(), LOSS).startswith("::error")


# JSON lines


def test_json_lines_leave_out_what_is_settled() -> None:
    (line,) = text_of("json", LOSS, IGNORED, KNOWN).splitlines()
    assert json.loads(line) | {"code": "html-dropped", "file_line": 7} == json.loads(line)
