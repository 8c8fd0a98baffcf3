"""The documents say what is true: their commands run, their tables are those of the code."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import warnings
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from fixture_files import read_cases
from tiki_exports import Old, mime, tar
from update_readme import README, updated
from xml_exports import Export, page_xml, pages_xml

import tiki2md
from tiki2md.cli import cli, run
from tiki2md.config import FAIL_ON, PRESETS
from tiki2md.diagnostics import Code, Severity
from tiki2md.options import PARSING_OPTIONS, TABLE_OPTIONS, Options
from tiki2md.plugins import default_registry
from tiki2md.render import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

ROOT = README.parent
EXPORTS = ROOT / "fixtures" / "exports"
DOCUMENTS = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md")]
every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def fences(path: Path, language: str) -> list[str]:
    text = path.read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


COMMANDS = [
    line
    for path in DOCUMENTS
    for block in fences(path, "sh")
    for line in block.splitlines()
    if line.startswith("tiki2md ")
]


def test_generated_parts_are_up_to_date() -> None:
    text = README.read_text("utf-8")
    assert text == updated(text), "run: python tests/update_readme.py"


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 5


@pytest.mark.parametrize("command", COMMANDS)
def test_command_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(EXPORTS / "harbour.sql.gz", tmp_path / "wiki.sql.gz")
    shutil.copytree(EXPORTS / "harbour", tmp_path / "pages")
    shutil.copytree(EXPORTS / "phpmyadmin", tmp_path / "phpmyadmin")
    listed = pages_xml(page_xml("Home"))
    Export().page("Home", "moss").listed(listed).write(tmp_path / "xml.zip")
    export = mime("HomePage", Old(2, "__new__"), Old(1, "old"))
    (tmp_path / "export.tar").write_bytes(tar(("HomePage", export)))
    (tmp_path / "page.tiki").write_text(fences(README, "tiki")[0], "utf-8")
    monkeypatch.chdir(tmp_path)
    if command.startswith("tiki2md verify wiki.sql.gz site"):
        assert run(["convert", "-q", "-t", "hugo", "wiki.sql.gz", "-o", "site"]) == 0
    assert run(shlex.split(command, comments=True)[1:]) == 0


def test_python_samples_run() -> None:
    samples = "\n".join(fences(README, "pycon"))
    test = doctest.DocTestParser().get_doctest(samples, {}, "README.md", str(README), 0)
    assert len(test.examples) > 10
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert doctest.DocTestRunner().run(test).failed == 0


def test_the_module_shows_what_it_does() -> None:
    assert doctest.testmod(tiki2md).failed == 0


def test_readme_names_everything() -> None:
    text = README.read_text("utf-8")
    registry = default_registry()
    handled = [name for name in registry.names() if getattr(registry.get(name), "handler", None)]
    names = [
        *(f"tiki2md {command}" for command in cli.list_commands(None)),  # type: ignore[arg-type]
        *(f"`{code.identifier}`" for code in Code),
        *(f"`{target}`" for target in TARGETS),
        *(f"`{option.name}`" for option in fields(Options) if option.name not in TABLE_OPTIONS),
        *(f"`--preset {preset}`" for preset in PRESETS),
        *handled,
    ]
    assert [name for name in names if name not in text] == []


def test_every_handled_plugin_has_a_sample() -> None:
    samples = "\n".join(case.source for case in read_cases("syntax", "plugins", "render")).upper()
    registry = default_registry()
    handled = [name for name in registry.names() if getattr(registry.get(name), "handler", None)]
    assert [name for name in handled if not re.search(rf"\{{{name}[( }}]", samples)] == []


def test_exit_codes_are_told() -> None:
    from tiki2md.cli import exits

    codes = {value for name, value in vars(exits).items() if name.startswith("EXIT_")}
    told = {
        int(code) for code in re.findall(r"^\| (\d+) \|", README.read_text("utf-8"), re.MULTILINE)
    }
    assert told == codes


def test_severities_are_those_that_can_fail_a_run() -> None:
    assert set(FAIL_ON) - {"never"} == {severity.label for severity in Severity}


def test_public_names_are_there() -> None:
    assert [name for name in tiki2md.__all__ if not hasattr(tiki2md, name)] == []
    shown = re.findall(r"tiki2md\.([a-z]+)\(", "\n".join(fences(README, "pycon")))
    assert set(shown) <= set(tiki2md.__all__)


def test_public_names_stay_what_they_are_after_use() -> None:
    """A subpackage of the same name must not take the place of a function."""
    tiki2md.convert("__a__")
    functions = set(tiki2md.__all__) - {"Options", "__version__"}
    assert [name for name in functions if not callable(getattr(tiki2md, name))] == []


def test_parsing_options_are_options() -> None:
    assert {option.name for option in fields(Options)} >= PARSING_OPTIONS


@every_document
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", re.sub(r"`[^`]*`", "", text)):
        assert "://" in target or (path.parent / target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md"])
def test_paths_in_backticks_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    paths = re.findall(r"`((?:tiki2md|grammars|fixtures|tests|benchmarks)/[\w./-]*)`", text)
    assert [path for path in paths if not (ROOT / path).exists()] == []


@every_document
def test_nothing_leads_out_of_the_repository(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"(^|[\s`(])(\.\./|/work/|/home/|/root/|/tmp/)", text)
