"""The command line as people use it: what it reads and writes, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import call, write_page

from tiki2md import cli as package
from tiki2md.cli import cli
from tiki2md.migration import pages as migration_pages

if TYPE_CHECKING:
    from tiki2md.options import Options

pytestmark = pytest.mark.usefixtures("alone")


def test_alone_it_prints_help() -> None:
    result = call()
    assert result.exit_code == 0
    assert "convert" in result.stdout
    assert "ast" in result.stdout
    assert call("--help").stdout == result.stdout


def test_the_version_is_printed() -> None:
    result = call("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("tiki2md ")


def test_the_version_does_not_wait_for_a_parser() -> None:
    program = "import sys; from tiki2md.cli import run; run(['--version']); print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    version, loaded = result.stdout.splitlines()
    assert version.startswith("tiki2md ")
    heavy = {"lark", "tiki2md.render", "tiki2md.nodes", "tiki2md.codes", "tiki2md.config"}
    assert heavy & set(loaded.split()) == set()


def test_every_command_is_listed_with_its_help() -> None:
    listed = call().stdout
    for name, summary in package._COMMANDS.items():
        assert call(name, "--help").exit_code == 0
        assert summary in listed


def test_one_page_to_stdout() -> None:
    result = call("convert", write_page())
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "# Title\n\n**bold** text\n"


def test_a_page_from_standard_input_goes_to_standard_output() -> None:
    result = call("convert", "-", stdin="été __x__")
    assert (result.exit_code, result.stdout) == (0, "été **x**\n")
    assert call("convert", "-", stdin="été".encode("latin-1")).stdout == "été\n"


def test_standard_input_is_read_as_files_are() -> None:
    assert call("convert", "-", stdin=b"\xef\xbb\xbf!Title").stdout == "# Title\n"
    assert call("convert", "-", stdin="!Title".encode("utf-16")).stdout == "# Title\n"
    result = call("convert", "-", stdin="été ".encode() + b"\x93x\x94")
    assert result.stdout == "été “x”\n"
    assert "source-not-utf8: standard input" in result.stderr


@pytest.mark.parametrize("data", [b"\x1f\x8b\0\0", b"-- MySQL dump\nCREATE TABLE `a` (b int);\n"])
def test_standard_input_is_no_dump_and_no_archive(data: bytes) -> None:
    for arguments in (["convert", "-"], ["convert", "-", "-o", "site"], ["inspect", "-"]):
        result = call(*arguments, stdin=data)
        assert (result.exit_code, result.stdout) == (3, "")
        assert "give a dump or an export by its path" in result.stderr
    assert not Path("site").exists()


def test_a_hyphen_is_standard_input_and_output_whatever_folders_there_are() -> None:
    Path("-").mkdir()
    assert call("convert", "-", stdin="__a__").stdout == "**a**\n"
    assert call("convert", "-", "-o", "a.md", stdin="__a__").exit_code == 0
    assert Path("a.md").read_text("utf-8") == "**a**\n"
    assert call("convert", write_page(), "-o", "-").stdout.endswith("**bold** text\n")
    Path("pages").mkdir()
    result = call("convert", "pages", "-o", "-")
    assert (result.exit_code, list(Path("-").iterdir())) == (2, [])
    assert "a whole wiki needs a folder to go to" in result.stderr


def test_a_source_that_is_not_there_is_told_before_a_folder_is_asked_for() -> None:
    result = call("convert", "wikl.sql")
    assert (result.exit_code, result.stderr.strip()) == (
        3,
        "tiki2md: wikl.sql: there is no such file or folder",
    )


def test_one_page_to_a_file() -> None:
    result = call("convert", write_page(), "-o", "page.md")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("page.md").read_bytes() == b"# Title\n\n**bold** text\n"
    assert not Path(".tiki2md").exists()


def test_one_page_to_a_site() -> None:
    result = call("convert", write_page(), "-o", "out", "-t", "hugo")
    assert result.exit_code == 0
    assert Path("out/content/page.md").read_text().startswith("---\ntitle: page\n")
    assert result.stdout == ""
    assert "1 page to out: 1 written, 0 unchanged." in result.stderr
    assert "Next: hugo server -s out" in result.stderr


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("hugo", "hugo server -s 'a site'"),
        ("jekyll", "cd 'a site' && bundle install && bundle exec jekyll serve"),
        (
            "mkdocs",
            "pip install -r 'a site'/requirements.txt && mkdocs serve -f 'a site'/mkdocs.yml",
        ),
    ],
)
def test_the_next_command_can_be_pasted(target: str, command: str) -> None:
    result = call("convert", write_page(), "-o", "a site", "-t", target)
    assert f"\nNext: {command}\n" in result.stderr


def test_debug_dump_of_one_page() -> None:
    result = call("convert", write_page(), "--debug-dump")
    assert "AST Structure:\n-------------\n├── " in result.stdout


def test_folder_of_pages() -> None:
    Path("wiki").mkdir()
    write_page("wiki/A.tiki", "((B))")
    write_page("wiki/B.tiki", "((A)) ((C))")
    result = call("convert", "wiki", "-o", "out")
    assert result.exit_code == 0
    assert Path("out/a.md").read_text() == "[B](b.md)\n"
    assert "link-missing-page" in result.stderr
    assert call("convert", "wiki", "-o", "out", "-q").stderr == ""


def test_wiki_needs_a_folder() -> None:
    Path("wiki").mkdir()
    write_page("wiki/A.tiki")
    result = call("convert", "wiki")
    assert result.exit_code == 2
    assert "add -o OUT" in result.stderr


def test_a_folder_with_files_of_others_is_written_to_only_by_force() -> None:
    Path("out").mkdir()
    write_page("out/mine.txt", "mine")
    result = call("convert", write_page(), "-o", "out")
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert call("convert", write_page(), "-o", "out", "--force").exit_code == 0


def test_findings_from_a_severity_on_make_exit_code_1() -> None:
    Path("wiki").mkdir()
    write_page("wiki/A.tiki", "((Nowhere))")
    for level, code in {"never": 0, "error": 0, "loss": 0, "warning": 1, "info": 1}.items():
        assert call("convert", "wiki", "-o", "out", "--fail-on", level).exit_code == code
    assert call("convert", "wiki", "-o", "out", "--fail-on", "worst").exit_code == 2


def test_a_site_that_lacks_a_page_is_exit_code_4(monkeypatch: pytest.MonkeyPatch) -> None:
    def convert_page(source: str, options: Options, **values: object) -> str:  # noqa: ARG001
        raise RuntimeError("boom")

    monkeypatch.setattr(migration_pages, "convert_page", convert_page)
    result = call("convert", write_page(), "-o", "out", "--fail-on", "never")
    assert result.exit_code == 4
    assert "1 failed" in result.stderr
    assert "page-failed" in result.stderr
    assert Path("out/page.md").exists()


def test_one_page_that_fails_is_kept_as_source(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> str:
        raise RuntimeError("boom")

    def endless(*_: object, **__: object) -> str:
        while True:
            pass

    for convert_page, reason in ((broken, "RuntimeError: boom"), (endless, "more than 1 second")):
        monkeypatch.setattr(migration_pages, "convert_page", convert_page)
        result = call("convert", write_page(text="!T"), "--page-seconds", "1", "--debug-dump")
        assert result.exit_code == 4
        assert result.stdout == "```text\n!T\n```\n"
        assert reason in result.stderr


def test_a_source_that_is_not_there_is_a_sentence_and_exit_code_3() -> None:
    for arguments in (
        ("convert", "nowhere.sql", "-o", "out"),
        ("convert", "nowhere.tiki"),
        ("ast", "nowhere.tiki"),
    ):
        result = call(*arguments)
        assert result.exit_code == 3, arguments
        assert "nowhere" in result.stderr
        assert len(result.stderr.splitlines()) <= 2
        assert "Traceback" not in result.stderr


def test_a_dry_run_tells_what_would_be() -> None:
    Path("wiki").mkdir()
    write_page("wiki/A.tiki", "a")
    write_page("wiki/B.tiki", "b")
    result = call("convert", "wiki", "-o", "out", "--dry-run")
    assert not Path("out").exists()
    assert result.stderr.splitlines() == [
        "Nothing was written; it would be: 2 pages to out: 2 written, 0 unchanged.",
        "  write a.md",
        "  write b.md",
    ]
    call("convert", "wiki", "-o", "out")
    Path("wiki/B.tiki").unlink()
    result = call("convert", "wiki", "-o", "out", "--dry-run", "--prune")
    assert result.stderr.splitlines()[-1] == "  delete b.md"
    assert Path("out/b.md").exists()


def test_a_dry_run_writes_no_single_page_either() -> None:
    write_page("a.tiki", "a")
    result = call("convert", "a.tiki", "-o", "a.md", "--dry-run")
    assert not Path("a.md").exists()
    assert result.stderr == "Nothing was written; it would be: a.md\n"
    assert call("convert", "a.tiki", "--dry-run").stdout == "a\n"


def test_what_is_for_sites_is_told_to_do_nothing_for_a_page() -> None:
    write_page("a.tiki", "a")
    result = call("convert", "a.tiki", "--redirects", "nginx", "--where", "lang=en", "--prune")
    assert (result.exit_code, result.stdout) == (0, "a\n")
    assert result.stderr == (
        "For a site only, so without effect here: --include, --exclude and --where, --redirects, "
        "--prune; -o DIR makes one.\n"
    )


def test_some_pages_of_a_wiki() -> None:
    Path("wiki").mkdir()
    write_page("wiki/Docs A.tiki", "((News))")
    write_page("wiki/Docs B.tiki", "b")
    write_page("wiki/News.tiki", "n")
    call("convert", "wiki", "-o", "out", "--include", "docs*", "--exclude", "*b")
    assert [path.name for path in Path("out").glob("*.md")] == ["docs-a.md"]
    assert Path("out/docs-a.md").read_text() == "News\n"  # as a page that is not there
    found = call("inspect", "wiki", "--where", "name~docs*", "--format", "json").stdout
    assert json.loads(found)["pages"] == 2
    result = call("convert", "wiki", "-o", "out", "--where", "lang=xx")
    assert (result.exit_code, "none of the 3 pages" in result.stderr) == (3, True)
    result = call("convert", "wiki", "-o", "out", "--where", "colour=red")
    assert (result.exit_code, "pages have no 'colour'" in result.stderr) == (2, True)


def test_click_group_is_importable() -> None:
    assert {"ast", "convert", "explain", "inspect"} <= set(cli.list_commands(None))
