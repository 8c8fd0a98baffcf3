"""Where the command line gets its options from, what comes first, and names that are wrong."""

from __future__ import annotations

import importlib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import call, write_page

from tiki2md import config
from tiki2md.cli import common
from tiki2md.diagnostics import Code
from tiki2md.options import Options

if TYPE_CHECKING:
    from tiki2md.model import Wiki
    from tiki2md.plugins import Registry

pytestmark = pytest.mark.usefixtures("alone")


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
    assert call(command, *more, write_page()).exit_code == 0
    assert asked == ["page"]


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
def test_a_command_that_cannot_be_is_a_sentence_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    write_page()
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert 1 <= len(result.stderr.splitlines()) <= 2
    assert not Path("out").exists()


def test_unknown_keys_name_the_nearest() -> None:
    write_page()
    assert "'line_breaks'" in call("convert", "page.tiki", "--set", "linebreaks=soft").stderr
    Path("tiki2md.toml").write_text('emphasys = "tight"\n')
    result = call("convert", "page.tiki")
    assert result.exit_code == 2
    assert "tiki2md.toml: there is no option 'emphasys'; did you mean 'emphasis'?" in result.stderr


def test_a_flag_comes_before_a_variable_a_file_and_a_preset(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_page(text="a\nb")
    paragraphs, soft, hard = "a\n\nb\n", "a\nb\n", "a\\\nb\n"
    assert call("convert", "page.tiki").stdout == hard
    assert call("convert", "page.tiki", "--preset", "classic").stdout == paragraphs
    Path("tiki2md.toml").write_text('preset = "classic"\nline_breaks = "soft"\n')
    assert call("convert", "page.tiki").stdout == soft
    monkeypatch.setenv("TIKI2MD_LINE_BREAKS", "paragraph")
    assert call("convert", "page.tiki").stdout == paragraphs
    assert call("convert", "page.tiki", "--set", "line-breaks=soft").stdout == soft
    monkeypatch.setenv("TIKI2MD_LINE_BRAKES", "soft")
    result = call("convert", "page.tiki")
    assert (result.exit_code, "TIKI2MD_LINE_BRAKES" in result.stderr) == (2, True)


def test_a_table_of_pyproject_is_a_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    write_page(text="a\nb")
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
