"""The command line as people use it: streams, exit codes, messages, settings."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from command_line import call

from tiki2md import cli as package
from tiki2md import config
from tiki2md.cli import cli, common
from tiki2md.cli.output import Talk, make_talk, plain
from tiki2md.diagnostics import Code, Diagnostic
from tiki2md.migration import pages as migration_pages
from tiki2md.options import Options

if TYPE_CHECKING:
    from tiki2md.model import Wiki
    from tiki2md.plugins import Registry


pytestmark = pytest.mark.usefixtures("alone")


def page(name: str = "page.tiki", text: str = "!Title\n__bold__ text\n") -> str:
    Path(name).write_text(text, "utf-8")
    return name


def test_alone_it_prints_help() -> None:
    result = call()
    assert result.exit_code == 0
    assert "convert" in result.stdout
    assert "ast" in result.stdout
    assert call("--help").stdout == result.stdout


def test_version() -> None:
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
    for name, summary in package._COMMANDS.items():
        assert call(name, "--help").exit_code == 0
        assert summary in call().stdout


def test_one_page_to_stdout() -> None:
    result = call("convert", page())
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "# Title\n\n**bold** text\n"


def test_filter() -> None:
    result = call("convert", "-", stdin="été __x__")
    assert (result.exit_code, result.stdout) == (0, "été **x**\n")
    assert call("convert", "-", stdin="été".encode("latin-1")).stdout == "été\n"


def test_filter_reads_as_files_are_read() -> None:
    assert call("convert", "-", stdin=b"\xef\xbb\xbf!Title").stdout == "# Title\n"
    assert call("convert", "-", stdin="!Title".encode("utf-16")).stdout == "# Title\n"
    result = call("convert", "-", stdin="été ".encode() + b"\x93x\x94")
    assert result.stdout == "été “x”\n"
    assert "source-not-utf8: standard input" in result.stderr


def test_plugins_that_the_site_defined_are_known_to_every_command() -> None:
    Path("wiki.sql").write_text(
        "CREATE TABLE `tiki_pages` (`pageName` text, `data` text);\n"
        "INSERT INTO `tiki_pages` VALUES ('P','some {NOTE()}{NOTE} text');\n"
        "CREATE TABLE `tiki_preferences` (`name` text, `value` text);\n"
        "INSERT INTO `tiki_preferences` VALUES ('pluginaliaslist','a:1:{i:0;s:4:\"note\";}'),"
        "('pluginalias_note','a:1:{s:14:\"implementation\";s:3:\"div\";}');\n"
    )
    result = call("convert", "wiki.sql", "-o", "p.md", "-v")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "plugin-unknown" not in call("convert", "wiki.sql", "-o", "site", "-v").stderr
    assert "unknown" not in call("inspect", "wiki.sql").stdout
    assert "NOTE" not in call("verify", "--round-trip", "wiki.sql").stdout
    assert call("ast", "wiki.sql").exit_code == 0


@pytest.mark.parametrize("command", ["ast", "convert", "inspect", "verify"])
def test_every_command_asks_for_options_and_plugins_in_one_way(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def for_wiki(settings: config.Settings, wiki: Wiki) -> tuple[Options, Registry]:
        asked.append(wiki.pages[0].name)
        return common.for_wiki(settings, wiki)

    module = importlib.import_module(f"tiki2md.cli.{command}")
    monkeypatch.setattr(module, "for_wiki", for_wiki)
    more = ["--round-trip"] if command == "verify" else []
    assert call(command, *more, page()).exit_code == 0
    assert asked == ["page"]


@pytest.mark.parametrize("data", [b"\x1f\x8b\0\0", b"-- MySQL dump\nCREATE TABLE `a` (b int);\n"])
def test_filter_refuses_what_is_no_page(data: bytes) -> None:
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
    assert call("convert", page(), "-o", "-").stdout.endswith("**bold** text\n")
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


def test_the_tree_of_a_page_comes_without_what_is_only_good_to_know() -> None:
    Path("a.sql").write_text(
        "CREATE TABLE `tiki_pages` (`pageName` text, `data` text);\n"
        "INSERT INTO `tiki_pages` VALUES ('P','a <x>script');\n"
    )
    assert call("ast", "a.sql").stderr == ""
    assert "source-scars" in call("ast", "a.sql", "-v").stderr


def test_one_page_to_a_file() -> None:
    result = call("convert", page(), "-o", "page.md")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("page.md").read_bytes() == b"# Title\n\n**bold** text\n"
    assert not Path(".tiki2md").exists()


def test_one_page_to_a_site() -> None:
    result = call("convert", page(), "-o", "out", "-t", "hugo")
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
    result = call("convert", page(), "-o", "a site", "-t", target)
    assert f"\nNext: {command}\n" in result.stderr


def test_debug_dump_of_one_page() -> None:
    result = call("convert", page(), "--debug-dump")
    assert "AST Structure:\n-------------\n├── " in result.stdout


def test_folder_of_pages() -> None:
    Path("wiki").mkdir()
    page("wiki/A.tiki", "((B))")
    page("wiki/B.tiki", "((A)) ((C))")
    result = call("convert", "wiki", "-o", "out")
    assert result.exit_code == 0
    assert Path("out/a.md").read_text() == "[B](b.md)\n"
    assert "link-missing-page" in result.stderr
    assert call("convert", "wiki", "-o", "out", "-q").stderr == ""


def test_wiki_needs_a_folder() -> None:
    Path("wiki").mkdir()
    page("wiki/A.tiki")
    result = call("convert", "wiki")
    assert result.exit_code == 2
    assert "add -o OUT" in result.stderr


def test_foreign_folder() -> None:
    Path("out").mkdir()
    page("out/mine.txt", "mine")
    result = call("convert", page(), "-o", "out")
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert call("convert", page(), "-o", "out", "--force").exit_code == 0


def test_fail_on() -> None:
    Path("wiki").mkdir()
    page("wiki/A.tiki", "((Nowhere))")
    for level, code in {"never": 0, "error": 0, "loss": 0, "warning": 1, "info": 1}.items():
        assert call("convert", "wiki", "-o", "out", "--fail-on", level).exit_code == code
    assert call("convert", "wiki", "-o", "out", "--fail-on", "worst").exit_code == 2


def test_partial(monkeypatch: pytest.MonkeyPatch) -> None:
    def convert_page(source: str, options: Options, **values: object) -> str:  # noqa: ARG001
        raise RuntimeError("boom")

    monkeypatch.setattr(migration_pages, "convert_page", convert_page)
    result = call("convert", page(), "-o", "out", "--fail-on", "never")
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
        result = call("convert", page(text="!T"), "--page-seconds", "1", "--debug-dump")
        assert result.exit_code == 4
        assert result.stdout == "```text\n!T\n```\n"
        assert reason in result.stderr


def test_input_errors() -> None:
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


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert",),
        ("convrt", "x"),
        ("convert", "--nonsense", "x"),
        ("convert", "page.tiki", "-t", "word"),
        ("convert", "page.tiki", "--preset", "clasic"),
        ("convert", "page.tiki", "--set", "line_breaks"),
        ("convert", "page.tiki", "--set", "line_breaks=harder"),
        ("convert", "page.tiki", "--set", "smileys=perhaps"),
        ("convert", "page.tiki", "-c", "nowhere.toml"),
        ("convert", "-", "page.tiki", "-o", "out"),
        ("ast", "page.tiki", "--at", "99:1"),
        ("ast", "page.tiki", "--at", "here"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...]) -> None:
    page()
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert 1 <= len(result.stderr.splitlines()) <= 2
    assert not Path("out").exists()


def test_unknown_keys_name_the_nearest() -> None:
    page()
    assert "'line_breaks'" in call("convert", "page.tiki", "--set", "linebreaks=soft").stderr
    Path("tiki2md.toml").write_text('emphasys = "tight"\n')
    result = call("convert", "page.tiki")
    assert result.exit_code == 2
    assert "tiki2md.toml: there is no option 'emphasys'; did you mean 'emphasis'?" in result.stderr


def test_precedence(monkeypatch: pytest.MonkeyPatch) -> None:
    page(text="a\nb")
    paragraphs, soft, hard = "a\n\nb\n", "a\nb\n", "a\\\nb\n"
    hard = call("convert", "page.tiki").stdout
    assert hard not in {paragraphs, soft}
    assert call("convert", "page.tiki", "--preset", "classic").stdout == paragraphs
    Path("tiki2md.toml").write_text('preset = "classic"\nline_breaks = "soft"\n')
    assert call("convert", "page.tiki").stdout == soft
    monkeypatch.setenv("TIKI2MD_LINE_BREAKS", "paragraph")
    assert call("convert", "page.tiki").stdout == paragraphs
    assert call("convert", "page.tiki", "--set", "line-breaks=soft").stdout == soft
    monkeypatch.setenv("TIKI2MD_LINE_BRAKES", "soft")
    result = call("convert", "page.tiki")
    assert (result.exit_code, "TIKI2MD_LINE_BRAKES" in result.stderr) == (2, True)


def test_pyproject(monkeypatch: pytest.MonkeyPatch) -> None:
    page(text="a\nb")
    for table in ("[tool.tiki2md]\n", "[ tool . tiki2md ]\n", "[tool]\ntiki2md."):
        Path("pyproject.toml").write_text(f'{table}line_breaks = "soft"\n')
        assert call("convert", "page.tiki").stdout == "a\nb\n"
    Path("other.toml").write_text("smileys = 1\n")
    assert (
        "smileys must be true or false" in call("convert", "page.tiki", "-c", "other.toml").stderr
    )
    Path("pyproject.toml").write_text('[tool.other]\nx = "tiki2md"\n')
    assert call("convert", "page.tiki").exit_code == 0
    monkeypatch.setenv("TIKI2MD_SMILEYS", "off")
    assert call("convert", "page.tiki").exit_code == 0


def test_preferences_are_below_everything() -> None:
    settings = config.settle([{"preset": "classic"}, {"tables": "new"}])
    options = settings.options({"tables": "old", "monosp": True, "line_breaks": "soft"})
    assert (options.tables, options.monosp, options.line_breaks) == ("new", True, "paragraph")


def test_choices_are_of_options() -> None:
    defaults = {field.name: field.default for field in fields(Options)}
    for name, choices in config.CHOICES.items():
        default = defaults[name]
        assert set(default if isinstance(default, tuple) else [default]) <= set(choices)


def test_findings_as_json() -> None:
    Path("wiki").mkdir()
    page("wiki/A.tiki", "((Nowhere))")
    result = call("convert", "wiki", "-o", "out", "--format", "json")
    findings = [json.loads(line) for line in result.stderr.splitlines()]
    assert [finding["code"] for finding in findings] == ["link-missing-page"]
    assert findings[0]["page"] == "A"


def test_many_findings_are_counted() -> None:
    Path("wiki").mkdir()
    for i in range(30):
        page(f"wiki/P{i}.tiki", "((Nowhere))")
    result = call("convert", "wiki", "-o", "out")
    assert "30  warning  link-missing-page" in result.stderr
    assert len(result.stderr.splitlines()) < 6
    assert len(call("convert", "wiki", "-o", "out", "-v").stderr.splitlines()) > 30


def test_a_dry_run_tells_what_would_be() -> None:
    Path("wiki").mkdir()
    page("wiki/A.tiki", "a")
    page("wiki/B.tiki", "b")
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


def test_some_pages_of_a_wiki() -> None:
    Path("wiki").mkdir()
    page("wiki/Docs A.tiki", "((News))")
    page("wiki/Docs B.tiki", "b")
    page("wiki/News.tiki", "n")
    call("convert", "wiki", "-o", "out", "--include", "docs*", "--exclude", "*b")
    assert [path.name for path in Path("out").glob("*.md")] == ["docs-a.md"]
    assert Path("out/docs-a.md").read_text() == "News\n"  # as a page that is not there
    found = call("inspect", "wiki", "--where", "name~docs*", "--format", "json").stdout
    assert json.loads(found)["pages"] == 2
    result = call("convert", "wiki", "-o", "out", "--where", "lang=xx")
    assert (result.exit_code, "none of the 3 pages" in result.stderr) == (3, True)
    result = call("convert", "wiki", "-o", "out", "--where", "colour=red")
    assert (result.exit_code, "pages have no 'colour'" in result.stderr) == (2, True)


def test_ast() -> None:
    page()
    tree = call("ast", "page.tiki").stdout
    assert tree.startswith("DocumentNode 0-")
    assert "BoldNode" in tree
    assert json.loads(call("ast", "page.tiki", "--format", "json").stdout)["version"] == 1
    assert call("ast", "-", "--format", "classic", stdin="x").stdout == (
        "├── TextNode\n│   full_match: `x`\n│   inner_content: `x`"
    )


def test_ast_at() -> None:
    page()
    result = call("ast", "page.tiki", "--at", "2:3")
    assert result.stdout.startswith("TextNode ")
    assert result.stderr.startswith("DocumentNode > ")
    assert "BoldNode" in result.stderr


def test_ast_of_one_of_many_pages() -> None:
    Path("wiki").mkdir()
    page("wiki/A.tiki", "a")
    page("wiki/B.tiki", "b")
    assert call("ast", "wiki").exit_code == 2
    assert '"b"' in call("ast", "wiki", "--page", "B").stdout
    assert call("ast", "wiki", "--page", "C").exit_code == 3


def test_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object, **_values: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tiki2md.cli.convert.convert_alone", interrupted)
    result = call("convert", page())
    assert (result.exit_code, result.stderr.strip()) == (130, "tiki2md: interrupted")


def test_internal_error_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_values: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("tiki2md.cli.convert.convert_alone", broken)
    result = call("convert", page())
    assert result.exit_code == 1
    assert "internal error (ZeroDivisionError: x)" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_closed_pipe() -> None:
    page(text="word " * 200_000)
    command = f"{sys.executable} -m tiki2md convert page.tiki | head -c 5"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("word ", "")


def test_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    def colour(*, no_color: bool = False) -> bool:
        return make_talk(verbose=0, quiet=False, no_color=no_color).colour

    assert colour()
    assert not colour(no_color=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour()


def test_names_cannot_command_the_terminal() -> None:
    assert plain("a\x1b[31mb\x07\u202e") == "a\\x1b[31mb\\x07\\x202e"
    assert plain("a\ud800") == "a\\xd800"


def test_a_finding_is_one_line_whatever_the_page_is_called(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Talk().findings([Diagnostic(Code.PAGE_FAILED, "a\nb", page="p\n1 page to x")])
    assert capsys.readouterr().err == "p 1 page to x: error page-failed: a b\n"


def test_spaces_of_other_scripts_are_shown_as_they_are() -> None:
    assert plain("5\xa0km\u3000\n\tw") == "5\xa0km\u3000\n\tw"


def test_only_the_severity_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(Talk, "_echo", lambda _self, text: said.append(text))
    found = Diagnostic(Code.PAGE_FAILED, "an error here", page="error in error p", line=1, column=2)
    Talk().findings([found])
    styled = click.style("error", fg="red", bold=True)
    assert said == [f"error in error p:1:2: {styled} page-failed: an error here"]
    assert click.unstyle(said[0]) == found.to_text()


def test_click_group_is_importable() -> None:
    assert {"ast", "convert", "explain", "inspect"} <= set(cli.list_commands(None))


TWICE = "CREATE TABLE tiki_pages (page_id int, pageName text, data text);\n" + "".join(
    f"INSERT INTO tiki_pages VALUES ({number},'Ã‰tÃ© {number}','Ã©tÃ©');\n" for number in range(3)
)


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", "twice.sql", "-o", "site"),
        ("inspect", "twice.sql"),
        ("ast", "twice.sql", "--page", "{name}"),
        ("verify", "--round-trip", "twice.sql"),
    ],
)
def test_text_encoded_twice_is_mended_on_request(arguments: tuple[str, ...]) -> None:
    Path("twice.sql").write_text(TWICE, "utf-8")
    code = Code.SOURCE_DOUBLE_ENCODED.identifier
    for name, flags in (("Ã‰tÃ© 1", []), ("Été 1", ["--repair-encoding"])):
        result = call(*(part.format(name=name) for part in arguments), *flags)
        assert result.exit_code == 0
        assert code in result.stderr + result.stdout
        if arguments[0] != "inspect":
            assert ("were mended" in result.stderr) == bool(flags)
        if arguments[0] == "convert":
            found = "".join(path.read_text("utf-8") for path in Path("site").rglob("*.md"))
            assert ("été" in found) == bool(flags)
