"""The documents say what is true: their commands run, their tables are those of the code."""

from __future__ import annotations

import doctest
import re
import warnings
from dataclasses import fields
from typing import TYPE_CHECKING

import click
import pytest
import yaml
from doc_pages import GUIDES, PAGES, README, ROOT, Fence, check_unrun, fences, set_out, told
from doc_reference import NOTE, REFERENCE
from fixture_files import read_cases
from update_readme import PARTS, updated, updated_readme

import tiki2md
from tiki2md import nodes
from tiki2md.cli import cli, exits
from tiki2md.config import FAIL_ON, PRESETS, known_keys
from tiki2md.diagnostics import Code, Severity
from tiki2md.options import PARSING_OPTIONS, TABLE_OPTIONS, Options
from tiki2md.plugins import default_registry
from tiki2md.render import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

TOP = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md")]
STORIES = [README, *GUIDES]
DOCUMENTS = [*TOP, *sorted(PAGES.rglob("*.md"))]
every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
every_story = pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)


@every_story
def test_story_is_true(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its commands run, print what the page says, and its generated parts are those of today."""
    text = path.read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    set_out(tmp_path)
    now = told(updated_readme(text) if path == README else updated(text))
    assert text == now, "run: python tests/update_readme.py"


@pytest.mark.parametrize("name", REFERENCE)
def test_reference_is_up_to_date(name: str) -> None:
    text = (PAGES / "reference" / f"{name}.md").read_text("utf-8")
    assert text == f"{NOTE}\n\n{REFERENCE[name]()}\n", "run: python tests/update_readme.py"


def test_no_page_of_the_reference_is_left_over() -> None:
    assert {path.stem for path in (PAGES / "reference").glob("*.md")} == set(REFERENCE)


def test_every_generated_part_is_somewhere() -> None:
    text = "".join(path.read_text("utf-8") for path in STORIES)
    assert [name for name in PARTS if f"<!-- {name} -->" not in text] == []


@every_document
def test_unrun_commands_could_run(path: Path) -> None:
    for fence in fences(path, "bash"):
        for line in fence.body.splitlines():
            check_unrun(line)


@pytest.mark.parametrize(
    "command",
    [
        "tiki2md convert wiki.sql --no-such-flag",
        "tiki2md no-such-command",
        "npm fetch",
        "hugo server -s site --no-such-flag",
        "pip install tiki2md[nosuch]",
        "nosuchprogram",
        "cp a b && npm fetch",
    ],
)
def test_a_wrong_command_is_found(command: str) -> None:
    with pytest.raises((AssertionError, click.UsageError)):
        check_unrun(command)


def test_a_story_that_is_not_true_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "```console\n$ tiki2md --version\ntiki2md 0.0.0\n```\n"
    assert told(text) == f"```console\n$ tiki2md --version\ntiki2md {tiki2md.__version__}\n```\n"
    with pytest.raises(AssertionError):
        told("```sh\ntiki2md convert nothing.sql -o site\n```\n")
    with pytest.raises(AssertionError):
        told("```sh\nreboot\n```\n")


def test_there_are_commands() -> None:
    shown = [fence for path in STORIES for fence in fences(path) if fence.language != "bash"]
    run = [line for fence in shown for line in fence.body.splitlines() if _is_ours(fence, line)]
    assert len(run) > 60


def _is_ours(fence: Fence, line: str) -> bool:
    return line.startswith({"sh": "tiki2md ", "console": "$ tiki2md "}.get(fence.language, "\n"))


@every_story
def test_every_block_is_of_a_known_kind(path: Path) -> None:
    """A block of another language could hold commands that nobody runs."""
    known = {"bash", "console", "markdown", "pycon", "python", "sh", "text", "tiki", "toml"}
    assert {fence.language for fence in fences(path)} <= known
    assert all(fence.title for fence in fences(path, "python"))


@pytest.mark.parametrize("path", [README, PAGES / "guide" / "python.md"], ids=lambda p: p.stem)
def test_python_samples_run(path: Path) -> None:
    samples = "\n".join(fence.body for fence in fences(path, "pycon"))
    test = doctest.DocTestParser().get_doctest(samples, {}, path.name, str(path), 0)
    assert len(test.examples) >= 6
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert doctest.DocTestRunner().run(test).failed == 0


def test_the_module_shows_what_it_does() -> None:
    assert doctest.testmod(tiki2md).failed == 0


def handled() -> list[str]:
    registry = default_registry()
    return [name for name in registry.names() if getattr(registry.get(name), "handler", None)]


REFERENCED = {
    "commands": [f"## tiki2md {command}" for command in cli.list_commands(None)],  # type: ignore[arg-type]
    "findings": [f"### `{code.identifier}`\n" for code in Code],
    "targets": [f"## `{target}`\n" for target in TARGETS],
    "configuration": [
        *(f"| `{option.name}` |" for option in fields(Options) if option.name not in TABLE_OPTIONS),
        *(f"| `{key}` |" for key in known_keys()),
        *(f"`--preset {preset}`" for preset in PRESETS),
    ],
    "nodes": [f"| `{name}` |" for name in nodes.__all__ if name.endswith("Node")],
    "python": [f"## `tiki2md.{name}`" for name in tiki2md.__all__ if name[0].islower()],
}


@pytest.mark.parametrize("page", REFERENCED)
def test_reference_names_everything(page: str) -> None:
    text = (PAGES / "reference" / f"{page}.md").read_text("utf-8")
    assert [name for name in REFERENCED[page] if name not in text] == []


def test_reference_names_every_plugin() -> None:
    text = (PAGES / "reference" / "plugins.md").read_text("utf-8")
    table, kept = text.split("## Kept in comments")
    words = set(re.findall(r"\w+", table))
    assert [name for name in handled() if name not in words] == []
    rest = set(default_registry().names()) - set(handled())
    assert rest <= set(re.findall(r"\w+", kept))


def test_readme_names_what_there_is_to_choose() -> None:
    text = README.read_text("utf-8")
    assert [target for target in TARGETS if f"`{target}`" not in text] == []
    linked = set(re.findall(r"\(docs/pages/([\w/-]+)\.md\)", text))
    pages = {path.relative_to(PAGES).with_suffix("").as_posix() for path in PAGES.rglob("*.md")}
    assert pages - linked == {"index"}


def test_every_page_is_in_the_navigation() -> None:
    config = yaml.safe_load((ROOT / "docs" / "mkdocs.yml").read_text("utf-8"))
    named = set(re.findall(r"[\w/-]+\.md", str(config["nav"])))
    assert named == {path.relative_to(PAGES).as_posix() for path in PAGES.rglob("*.md")}


def test_every_handled_plugin_has_a_sample() -> None:
    samples = "\n".join(case.source for case in read_cases("syntax", "plugins", "render")).upper()
    assert [name for name in handled() if not re.search(rf"\{{{name}[( }}]", samples)] == []


def test_exit_codes_are_told() -> None:
    codes = {value for name, value in vars(exits).items() if name.startswith("EXIT_")}
    text = (PAGES / "reference" / "commands.md").read_text("utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \| \w", text, re.MULTILINE)} == codes


def test_severities_are_those_that_can_fail_a_run() -> None:
    assert set(FAIL_ON) - {"never"} == {severity.label for severity in Severity}


def test_public_names_are_there() -> None:
    assert [name for name in tiki2md.__all__ if not hasattr(tiki2md, name)] == []
    shown = re.findall(r"tiki2md\.([a-z]+)\(", "".join(f.body for f in fences(README, "pycon")))
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
    """Files only; where headings are is known to MkDocs, in strict mode."""
    text = re.sub(r"^(`{3,}).*?^\1$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    root = ROOT if path in TOP else PAGES
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", re.sub(r"`[^`]*`", "", text)):
        if "://" not in target:
            led = (path.parent / target).resolve()
            assert led.exists(), target
            assert led.is_relative_to(root), target


@pytest.mark.parametrize("path", TOP, ids=lambda path: path.stem)
def test_links_lead_to_headings(path: Path) -> None:
    for target, heading in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", path.read_text("utf-8")):
        text = ((path.parent / target) if target else path).read_text("utf-8")
        found = {slug(line) for line in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
        assert heading in found, f"{target}#{heading}"


def slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md"])
def test_paths_in_backticks_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    paths = re.findall(r"`((?:tiki2md|grammars|fixtures|tests|benchmarks|docs)/[\w./-]*)`", text)
    assert [path for path in paths if not (ROOT / path).exists()] == []


@every_document
def test_nothing_leads_out_of_the_repository(path: Path) -> None:
    text = path.read_text("utf-8")
    above = r"\.\./|" if path in TOP else ""
    assert not re.search(rf"(^|[\s`(])({above}/work/|/home/|/root/|/tmp/)", text)
