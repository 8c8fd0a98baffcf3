"""``--format`` and ``--report-file``: where findings go, and what is left alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import call, write_page
from sample_exports import EXPORTS
from sarif import check_sarif
from some_findings import convert_wiki, diagnostic, write_wiki

from tiki2md.findings import Place, findings_of

pytestmark = pytest.mark.usefixtures("alone")


def test_findings_are_placed() -> None:
    (found,) = findings_of([diagnostic()], place_of=lambda _: Place("a.md", 4))
    assert (found.file, found.file_line) == ("a.md", 4)


def test_lines_of_page_files_count_the_front_matter_above() -> None:
    Path("pages").mkdir()
    write_page("pages/Home.tiki", "---\ntitle: Start\n---\n\n((Start))\n{NOSUCH()}x{NOSUCH}\n")
    run = ("convert", "pages", "-t", "hugo", "-o", "site", "--format", "json")
    for _ in range(2):  # the second tells what the first found
        (found,) = map(json.loads, call(*run).stderr.splitlines())
        assert (found["page"], found["line"]) == ("Start", 2)
        assert (found["file"], found["file_line"]) == ("pages/Home.tiki", 6)


def test_lines_of_one_page_alone_are_those_of_its_file() -> None:
    write_page("Home.tiki", "---\ntitle: Home.tiki\n---\n\n((Home.tiki))\n{NOSUCH()}x{NOSUCH}\n")
    (found,) = map(json.loads, call("convert", "Home.tiki", "--format", "json").stderr.splitlines())
    assert (found["page"], found["line"]) == ("Home.tiki", 6)
    assert (found["file"], found["file_line"]) == ("Home.tiki", 6)
    assert "Home.tiki:6:1: " in call("convert", "Home.tiki").stderr


def test_formats_go_to_stderr_alone() -> None:
    write_wiki()
    result = convert_wiki("--format", "sarif")
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
    write_wiki()
    result = convert_wiki("--format", "github", "--report-file", "notes.txt")
    assert "2 pages to site" in result.stderr
    assert "::" not in result.stderr
    assert Path("notes.txt").read_text().count("::warning file=pages/") >= 2


def test_a_report_goes_through_a_link_and_into_a_pipe() -> None:
    write_wiki()
    Path("real.txt").write_text("old")
    Path("link.txt").symlink_to("real.txt")
    convert_wiki("--format", "github", "--report-file", "link.txt")
    assert Path("link.txt").is_symlink()
    assert "::warning" in Path("real.txt").read_text()
    os.mkfifo("pipe")
    with subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE, text=True) as reader:
        convert_wiki("--format", "github", "--report-file", "pipe")
        assert reader.stdout is not None
        assert reader.stdout.read() == Path("real.txt").read_text()
    assert Path("pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no such device")
def test_a_report_to_stdout_leaves_the_file_that_stdout_is() -> None:
    write_wiki()
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
    write_wiki()
    Path("full").symlink_to("/dev/full")
    result = convert_wiki("--format", "github", "--report-file", "full")
    assert result.exit_code == 2
    assert "cannot write full: No space left on device" in result.stderr


def test_a_dry_run_writes_no_report_file() -> None:
    write_wiki()
    convert_wiki("--dry-run", "--report-file", "notes.txt", "--baseline", "b", "--write-baseline")
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


@pytest.mark.parametrize("name", ["sarif", "junit", "github"])
def test_inspect_and_verify_write_findings_as_data(name: str) -> None:
    write_wiki()
    starts = {"sarif": "{", "junit": "<?xml", "github": "::"}
    inspected = call("inspect", "pages", "--format", name)
    assert inspected.exit_code == 0
    assert inspected.stdout.startswith(starts[name])
    assert "plugin-unknown" in inspected.stdout
    verified = call("verify", "--round-trip", "pages", "--format", name)
    assert verified.exit_code == 0
    assert verified.stdout.startswith(starts[name] if name != "github" else "")


def test_inspect_counts_beside_a_report_file() -> None:
    write_wiki()
    result = call("inspect", "pages", "--format", "json", "--report-file", "f.json")
    assert json.loads(result.stdout)["pages"] == 2
    codes = {json.loads(line)["code"] for line in Path("f.json").read_text().splitlines()}
    assert {"plugin-unknown", "html-dropped"} <= codes
