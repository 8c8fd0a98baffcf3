"""Findings for other programs: SARIF, JUnit, GitHub, JSON lines, a baseline, ignores."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from command_line import call
from hypothesis import given
from hypothesis import strategies as st
from sample_exports import EXPORTS

from tiki2md.baseline import BaselineError, baseline_text, read_baseline
from tiki2md.config import load_file
from tiki2md.config.errors import ConfigError
from tiki2md.diagnostics import Code, Diagnostic, Reporter, Severity
from tiki2md.findings import Finding, Place, findings_of
from tiki2md.formats import FORMATS
from tiki2md.formats.rules import rules
from tiki2md.ignores import Ignore, Ignores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.testing import Result


pytestmark = pytest.mark.usefixtures("alone")


def text_of(name: str, *findings: Finding) -> str:
    return FORMATS[name](findings, rules(), "1.2.3")


def finding(**values: Any) -> Finding:
    given: dict[str, Any] = {
        "rule": "plugin-kept",
        "severity": Severity.WARNING,
        "message": "a message",
        "fingerprint": "f" * 20,
    }
    return Finding(**{**given, **values})


LOSS = finding(rule="html-dropped", severity=Severity.LOSS, page="Home", line=3, column=5,
               file="out/home.md", file_line=7)  # fmt: skip
IGNORED = finding(page="Old", ignored="an archive")
KNOWN = finding(page="Seen", known=True)
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


def check_sarif(log: dict[str, Any]) -> None:
    """What SARIF 2.1.0 demands of the objects that we write (its §3.13 to §3.54)."""
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    for part in log["runs"]:
        driver = part["tool"]["driver"]
        assert set(part) == {"tool", "columnKind", "results"}
        assert part["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
        assert driver["name"]
        identifiers = [rule["id"] for rule in driver["rules"]]
        assert len(set(identifiers)) == len(identifiers)
        for rule in driver["rules"]:
            for key in ("shortDescription", "fullDescription", "help"):
                assert isinstance(rule[key]["text"], str)
            assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
        for result in part["results"]:
            check_result(result, identifiers)


def check_result(result: dict[str, Any], identifiers: Sequence[str]) -> None:
    assert set(result) <= {
        "ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints",
        "suppressions", "baselineState", "properties",
    }  # fmt: skip
    assert identifiers[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in {"none", "note", "warning", "error"}
    assert isinstance(result["message"]["text"], str)
    assert all(isinstance(mark, str) for mark in result["partialFingerprints"].values())
    assert result.get("baselineState", "new") in {"new", "unchanged", "updated", "absent"}
    for suppression in result.get("suppressions", []):
        assert suppression["kind"] in {"inSource", "external"}
    for location in result.get("locations", []):
        assert set(location) <= {"physicalLocation", "logicalLocations"}
        if "physicalLocation" in location:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            # A relative reference of RFC 3986, whatever the file is called.
            assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
            assert location["physicalLocation"].get("region", {}).get("startLine", 1) >= 1


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


# Fingerprints and the baseline


def diagnostic(line: int = 1, page: str = "Home", message: str = "m") -> Diagnostic:
    return Diagnostic(Code.PLUGIN_KEPT, message, page=page, line=line, span=(line, line + 1))


def marks(*diagnostics: Diagnostic, sources: Sequence[str] = ()) -> list[str]:
    return [found.fingerprint for found in findings_of(diagnostics, sources)]


def test_fingerprints_do_not_know_lines() -> None:
    assert marks(diagnostic(1)) == marks(diagnostic(40))


def test_fingerprints_tell_equal_findings_apart() -> None:
    assert len(set(marks(diagnostic(1), diagnostic(2), diagnostic(2, "Other")))) == 3
    assert marks(diagnostic(1), diagnostic(9))[:1] == marks(diagnostic(5))


def test_fingerprints_are_the_same_on_every_machine() -> None:
    here = diagnostic(message="/home/ann/wiki.sql: damaged")
    there = diagnostic(message="C/wiki.sql: damaged")
    assert marks(here, sources=["/home/ann/wiki.sql"]) == marks(there, sources=["C/wiki.sql"])


def test_a_baseline_is_read_as_it_was_written() -> None:
    text = baseline_text([LOSS, finding(fingerprint="1" * 20, page='"\n'), IGNORED])
    assert read_baseline(text.encode(), "b.json") == {"f" * 20, "1" * 20}
    assert text.count('"fingerprint"') == 2
    assert read_baseline(baseline_text([]).encode(), "b.json") == frozenset()


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"\xff\xfe\x00", "no baseline"),
        (b"nonsense", "no baseline"),
        (b"[]", "no baseline"),
        (b"[" * 50_000, "no baseline"),
        (b'{"version": 1, "findings": {}}', "no baseline"),
        (b'{"version": 2, "findings": []}', "of version 2"),
        (b'{"version": 1, "findings": [{"code": "x"}]}', "no fingerprint"),
        (b'{"version": 1, "findings": ["x"]}', "no fingerprint"),
    ],
)
def test_what_is_no_baseline(raw: bytes, problem: str) -> None:
    with pytest.raises(BaselineError, match=problem):
        read_baseline(raw, "b.json")


# Ignores


def toml(text: str) -> Path:
    path = Path("tiki2md.toml")
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('code = "plugin-kept"', "plugin-kept needs a reason"),
        ('code = "plugin-kept"\nreason = "  "', "needs a reason"),
        ('reason = "x"', "it needs a code"),
        ('code = "plugin-kep"\nreason = "x"', "did you mean 'plugin-kept'"),
        ('code = "plugin-kept"\nreason = 1', "reason must be text"),
        ('code = "plugin-kept"\nreson = "x"', "no key 'reson'; did you mean 'reason'"),
    ],
)
def test_an_ignore_that_cannot_be_used(entry: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        load_file(toml(f"[[ignore]]\n{entry}\n"), ["gfm"])


@pytest.mark.parametrize("text", ["ignore = 1", "ignore = ['x']", "[ignore]\ncode = 'x'"])
def test_ignores_are_tables(text: str) -> None:
    with pytest.raises(ConfigError, match=r"\[\[ignore\]\]"):
        load_file(toml(text), ["gfm"])


@pytest.mark.parametrize(
    ("pattern", "page", "fits"),
    [
        ("*", "", True),
        ("*", "a\nb", True),
        ("Old*", "OldPage", True),
        ("Old*", "The OldPage", False),
        ("Old*", "oldPage", False),
        ("a?c", "abc", True),
        ("a**b*c", "a, b, b or c", True),
        ("a*b*c", "a, c or b", False),
        ("a*a", "a", False),
        ("*b*", "abc\nd", True),
        ("a[b]c", "a[b]c", True),
        ("a[b]c", "abc", False),
        ("a.c", "abc", False),
    ],
)
def test_pages_of_an_ignore(pattern: str, page: str, fits: bool) -> None:
    ignores = Ignores((Ignore("plugin-kept", "why", pattern),))
    assert ignores.reason(diagnostic(page=page)) == ("why" if fits else "")
    reporter = Reporter()
    ignores.report_unused(reporter)
    assert [found.code for found in reporter.diagnostics] == [Code.IGNORE_UNUSED] * (not fits)


def test_findings_are_placed() -> None:
    (found,) = findings_of([diagnostic()], place_of=lambda _: Place("a.md", 4))
    assert (found.file, found.file_line) == ("a.md", 4)


# The command line


def wiki() -> None:
    Path("pages").mkdir()
    Path("pages/Home.tiki").write_text("!Home\nSee ((Gone)).\n{HTML()}<form></form><input>{HTML}\n")
    Path("pages/Old.tiki").write_text("{NOSUCH()}x{NOSUCH}\n")


def convert(*arguments: str) -> Result:
    return call("convert", "pages", "-o", "site", "--fail-on", "warning", *arguments)


def test_formats_go_to_stderr_alone() -> None:
    wiki()
    result = convert("--format", "sarif")
    assert result.stdout == ""
    log = json.loads(result.stderr)
    check_sarif(log)
    places = [
        place["physicalLocation"]
        for result in log["runs"][0]["results"]
        for place in result["locations"]
    ]
    assert {"artifactLocation": {"uri": "pages/Old.tiki"}, "region": {"startLine": 1}} in places


def test_a_report_file_leaves_the_talk_alone() -> None:
    wiki()
    result = convert("--format", "github", "--report-file", "notes.txt")
    assert "2 pages to site" in result.stderr
    assert "::" not in result.stderr
    assert Path("notes.txt").read_text().count("::warning file=pages/") >= 2


def test_a_report_goes_through_a_link_and_into_a_pipe() -> None:
    wiki()
    Path("real.txt").write_text("old")
    Path("link.txt").symlink_to("real.txt")
    convert("--format", "github", "--report-file", "link.txt")
    assert Path("link.txt").is_symlink()
    assert "::warning" in Path("real.txt").read_text()
    os.mkfifo("pipe")
    with subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE, text=True) as reader:
        convert("--format", "github", "--report-file", "pipe")
        assert reader.stdout is not None
        assert reader.stdout.read() == Path("real.txt").read_text()
    assert Path("pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no such device")
def test_a_report_to_stdout_leaves_the_file_that_stdout_is() -> None:
    wiki()
    command = [sys.executable, "-m", "tiki2md", "convert", "pages", "-o", "site", "--fail-on"]
    command += ["never", "--format", "github", "--report-file", "/dev/stdout"]
    with Path("log.txt").open("wb", buffering=0) as log:
        log.write(b"before\n")
        subprocess.run(command, stdout=log, stderr=subprocess.DEVNULL, check=True)
        log.write(b"behind\n")
    first, *report, last = Path("log.txt").read_text().splitlines()
    assert (first, last) == ("before", "behind")
    assert any(line.startswith("::warning") for line in report)


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no such device")
def test_a_report_that_finds_no_room_is_told() -> None:
    wiki()
    Path("full").symlink_to("/dev/full")
    result = convert("--format", "github", "--report-file", "full")
    assert result.exit_code == 2
    assert "cannot write full: No space left on device" in result.stderr


def test_a_dry_run_writes_no_report_file() -> None:
    wiki()
    convert("--dry-run", "--report-file", "notes.txt", "--baseline", "b", "--write-baseline")
    assert sorted(path.name for path in Path().iterdir()) == ["pages"]


def test_a_page_of_a_dump_is_placed_in_its_markdown() -> None:
    Path("wiki.sql").write_text(
        "CREATE TABLE `tiki_pages` (`pageName` text, `data` text);\n"
        "INSERT INTO `tiki_pages` VALUES ('P','!Title\\nFine words.\\n\\nMore ((Gone)) words.');\n"
    )
    call("convert", "wiki.sql", "-o", "site", "--format", "json", "--report-file", "f.json")
    found = [json.loads(line) for line in Path("f.json").read_text().splitlines()]
    (gone,) = [each for each in found if each["code"] == "link-missing-page"]
    assert gone["file"] == "site/p.md"
    assert "Gone" in Path("site/p.md").read_text().split("\n")[gone["file_line"] - 1]
    assert gone["line"] == 4


def test_only_new_findings_fail() -> None:
    wiki()
    assert convert().exit_code == 1
    assert convert("--baseline", "base.json").exit_code == 3
    written = convert("--baseline", "base.json", "--write-baseline")
    assert written.exit_code == 1
    again = convert("--baseline", "base.json")
    assert again.exit_code == 0
    assert "in the baseline base.json" in again.stderr
    assert "plugin-unknown" not in again.stderr
    Path("pages/Old.tiki").write_text("!New line\n\n{NOSUCH()}x{NOSUCH} ((Nowhere))\n")
    changed = convert("--baseline", "base.json")
    assert changed.exit_code == 1
    assert "Nowhere" in changed.stderr
    assert "plugin-unknown" not in changed.stderr


def test_no_folder_of_this_machine_is_in_a_report() -> None:
    shipyard = EXPORTS / "shipyard"
    config = Path.cwd() / "conf" / "tiki2md.toml"
    config.parent.mkdir()
    config.write_text(
        '[[ignore]]\ncode = "link-broken"\nreason = "old"\n[[rewrite]]\ntext = "zzz"\nwith = ""\n'
    )
    call("convert", str(shipyard / "wiki.sql"), "--files", str(shipyard / "storage"),
         "-c", str(config), "-o", "site", "--assets", "all")  # fmt: skip
    told = Path("site/.tiki2md/report.json").read_text()
    for code in ("source-file-size", "ignore-unused", "rewrite-unused"):
        assert code in told
    assert str(EXPORTS) not in told
    assert str(config.parent) not in told


def test_a_mended_finding_can_be_forgotten() -> None:
    wiki()
    convert("--baseline", "base.json", "--write-baseline")
    Path("pages/Old.tiki").write_text("x")
    assert "1 of it" in convert("--baseline", "base.json").stderr
    convert("--baseline", "base.json", "--write-baseline")
    assert "1 of it" not in convert("--baseline", "base.json").stderr


def test_a_baseline_must_be_named_to_be_written() -> None:
    wiki()
    result = convert("--write-baseline")
    assert result.exit_code == 2
    assert "--baseline FILE" in result.stderr


def test_ignored_findings_do_not_fail_and_unused_ignores_are_told() -> None:
    wiki()
    toml(
        '[[ignore]]\ncode = "plugin-unknown"\npage = "Old*"\nreason = "an archive"\n'
        '[[ignore]]\ncode = "plugin-kept"\nreason = "gone since"\n'
    )
    result = convert()
    assert "plugin-unknown" not in result.stderr
    assert "1 finding is ignored" in result.stderr
    assert "warning ignore-unused: tiki2md.toml ignores plugin-kept on the page *" in result.stderr
    report = json.loads(Path("site/.tiki2md/report.json").read_text())
    (old,) = [page for page in report["pages"] if page["name"] == "Old"]
    assert [found.get("ignored") for found in old["findings"]] == ["an archive"]
    assert old["risk"] == 0


def test_a_single_page_can_be_checked_too() -> None:
    wiki()
    toml('[[ignore]]\ncode = "plugin-unknown"\nreason = "an archive"\n')
    result = call("convert", "pages/Old.tiki", "--fail-on", "info")
    assert (result.exit_code, result.stdout) == (0, "<!-- {NOSUCH()} -->\nx\n")
    # What the others need is no business of this page.
    assert "ignore-unused" not in call("convert", "pages/Home.tiki").stderr
    result = call("convert", "pages/Home.tiki", "--format", "github")
    assert "::error file=pages/Home.tiki,line=3," in result.stderr


@pytest.mark.parametrize("name", ["sarif", "junit", "github"])
def test_inspect_and_verify_write_findings_as_data(name: str) -> None:
    wiki()
    starts = {"sarif": "{", "junit": "<?xml", "github": "::"}
    inspected = call("inspect", "pages", "--format", name)
    assert inspected.exit_code == 0
    assert inspected.stdout.startswith(starts[name])
    assert "plugin-unknown" in inspected.stdout
    verified = call("verify", "--round-trip", "pages", "--format", name)
    assert verified.exit_code == 0
    assert verified.stdout.startswith(starts[name] if name != "github" else "")


def test_inspect_counts_beside_a_report_file() -> None:
    wiki()
    result = call("inspect", "pages", "--format", "json", "--report-file", "f.json")
    assert json.loads(result.stdout)["pages"] == 2
    codes = {json.loads(line)["code"] for line in Path("f.json").read_text().splitlines()}
    assert {"plugin-unknown", "html-dropped"} <= codes
