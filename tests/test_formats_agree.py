"""Every format tells of the findings that are in report.json: all of them, and no other.

SARIF is checked against the schema that OASIS publishes, where ``SARIF_SCHEMA`` names a
file with it; npm's @microsoft/jest-sarif has one (MIT, 22 kB).  tests/test_formats.py checks what
the standard says of the objects that are written, wherever it runs.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator
from sample_exports import DOMOGIK, HARBOUR

from tiki2md.cli import run

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = os.environ.get("SARIF_SCHEMA", "")
FORMATS = ("json", "sarif", "junit", "github")

Mark = tuple[str, str, str, int]
"""The severity of a finding, its code, its message and its line."""


class Told:
    """What one conversion wrote for programs."""

    def __init__(self, folder: Path, *source: str) -> None:
        self.texts: dict[str, str] = {}
        for name in FORMATS:
            file = folder / f"findings.{name}"
            told = ["--format", name, "--report-file", str(file)]
            command = ["convert", "-q", "-t", "hugo", *source, "-o", str(folder / "site"), *told]
            assert run(command) in {0, 1}
            self.texts[name] = file.read_text("utf-8")
        report = folder / "site" / ".tiki2md" / "report.json"
        self.report: dict[str, Any] = json.loads(report.read_text("utf-8"))

    def findings(self) -> Iterator[dict[str, Any]]:
        """Those of the report that nobody accepted."""
        for group in (self.report, *self.report["pages"]):
            yield from (found for found in group["findings"] if "ignored" not in found)

    def marks(self) -> Counter[Mark]:
        return Counter(
            (found["severity"], found["code"], found["message"], found.get("line", 0))
            for found in self.findings()
        )


@pytest.fixture(scope="module", params=["harbour", "domogik"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "harbour":
        (folder / "tiki2md.toml").write_text(
            '[[ignore]]\ncode = "plugin-unknown"\nreason = "gone"\n', "utf-8"
        )
        return Told(folder, str(HARBOUR), "-c", str(folder / "tiki2md.toml"))
    if not DOMOGIK.is_file():
        pytest.skip("the real export is not here")
    return Told(folder, str(DOMOGIK))


def test_the_report_counts_its_findings(told: Told) -> None:
    counts = told.report["counts"]
    found = list(told.findings())
    assert len(found) == sum(counts["severities"].values()) == sum(counts["codes"].values()) > 5
    assert Counter(each["code"] for each in found) == counts["codes"]


def test_json_lines(told: Told) -> None:
    data = [json.loads(line) for line in told.texts["json"].splitlines()]
    assert told.marks() == Counter(
        (each["severity"], each["code"], each["message"], each["line"]) for each in data
    )


def test_sarif(told: Told) -> None:
    results = json.loads(told.texts["sarif"])["runs"][0]["results"]
    ignored = [each for each in results if "suppressions" in each]
    assert len(ignored) == told.report["counts"]["ignored"]
    assert told.marks() == Counter(
        (
            each["properties"]["severity"],
            each["ruleId"],
            each["message"]["text"],
            each["properties"].get("sourceLine", 0),
        )
        for each in results
        if "suppressions" not in each
    )


def test_junit(told: Told) -> None:
    root = ET.fromstring(told.texts["junit"].encode())  # noqa: S314
    marks: Counter[Mark] = Counter()
    line = re.compile(r"(?:(\d+):\d+: )?(error|loss|warning|info): (.*)")
    for case in root.iter("testcase"):
        words = case.findtext("failure") or case.findtext("system-out") or ""
        for match in filter(None, map(line.fullmatch, words.split("\n"))):
            marks[match[2], case.attrib["name"], match[3], int(match[1] or 0)] += 1
    assert marks == told.marks()
    skipped = {
        case.attrib["name"] for case in root.iter("testcase") if case.find("skipped") is not None
    }
    assert skipped == ({"plugin-unknown"} if told.report["counts"]["ignored"] else set())


def test_github(told: Told) -> None:
    lines = told.texts["github"].splitlines()
    levels = {"error": "error", "loss": "error", "warning": "warning", "info": "notice"}
    seen: Counter[tuple[str, str]] = Counter()
    for line in lines:
        match = re.fullmatch(
            r"::(error|warning|notice) (?:[^:]*,)?title=tiki2md ([^,:]+)::.+", line
        )
        assert match, line
        seen[match[1], match[2]] += 1
    assert seen == Counter((levels[each["severity"]], each["code"]) for each in told.findings())
    # A runner reads back what was escaped.
    text = "\n".join(lines)
    for escaped, character in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escaped, character)
    assert all(each["message"] in text for each in told.findings())


@pytest.mark.skipif(not SCHEMA, reason="SARIF_SCHEMA names no schema")
def test_sarif_is_what_its_schema_demands(told: Told) -> None:
    schema = json.loads(Path(SCHEMA).read_text("utf-8"))
    Draft4Validator.check_schema(schema)
    validator = Draft4Validator(schema)
    log = json.loads(told.texts["sarif"])
    validator.validate(log)
    log["runs"][0]["results"][0]["level"] = "loss"
    assert not validator.is_valid(log)
