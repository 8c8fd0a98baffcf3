"""Several processes write what one writes, and outlive a page that kills one of them."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from typing import TYPE_CHECKING

import pytest
from folders import files_of

from tiki2md.diagnostics import Code, Diagnostic
from tiki2md.inspection import inspect_wiki
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins import Registry, default_registry, plugin
from tiki2md.proof import How, prove
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.nodes import Node, PluginNode
    from tiki2md.plugins import PluginContext

forks = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="no process can be copied here"
)

COUNT = 100


def wiki_of(deadly: tuple[int, ...] = ()) -> Wiki:
    return Wiki(
        pages=[
            Page(
                name=f"Page {number}",
                page_id=number,
                source=f"!Page {number}\n((Page {number + 1})) ((Nowhere))"
                + "{DIE()}{DIE}" * (number in deadly),
            )
            for number in range(1, COUNT + 1)
        ]
    )


@forks
def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    seen: list[list[str]] = []
    findings = []
    for jobs in (1, 2, 5):
        steps: list[None] = []
        summary = convert_site(
            wiki_of(),
            Options(target="hugo"),
            tmp_path / str(jobs),
            Plan(jobs=jobs),
            lambda steps=steps: steps.append(None),
        )
        assert len(steps) == COUNT
        seen.append([path for path in summary.written if "/page-" in path])
        findings.append([finding.to_text() for finding in summary.diagnostics])
    assert seen[0] == [f"content/page-{number}.md" for number in range(1, COUNT + 1)]
    assert seen[0] == seen[1] == seen[2]
    assert findings[0] == findings[1] == findings[2]
    assert len(findings[0]) == COUNT + 1  # the last page links to one that is not there
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2") == files_of(tmp_path / "5")


def deadly_registry() -> Registry:
    """Knows a plugin that kills the process it is converted in, unless that is the test's."""
    parent = os.getpid()

    @plugin("DIE")
    def die(_node: PluginNode, _context: PluginContext) -> list[Node]:
        assert os.getpid() != parent
        os.kill(os.getpid(), signal.SIGKILL)
        return []

    return default_registry().with_plugins([die])


@forks
@pytest.mark.parametrize("deadly", [(1,), (50,), (20, 21, 100), (COUNT,)])
def test_a_process_that_dies_costs_its_page(tmp_path: Path, deadly: tuple[int, ...]) -> None:
    plan = Plan(jobs=2, registry=deadly_registry())
    summary = convert_site(wiki_of(deadly), Options(), tmp_path, plan)
    assert summary.failed == [f"Page {number}" for number in deadly]
    failed = [finding for finding in summary.diagnostics if finding.code is Code.PAGE_FAILED]
    assert [finding.page for finding in failed] == summary.failed
    assert "process" in failed[0].message
    assert len(summary.written) == COUNT
    for number in range(1, COUNT + 1):
        text = (tmp_path / f"page-{number}.md").read_text("utf-8")
        assert ("```text\n!Page" in text) == (number in deadly)
        assert f"# Page {number}" in text or number in deadly


@forks
def test_the_number_of_processes_changes_no_proof(tmp_path: Path) -> None:
    options = Options(target="hugo")
    convert_site(wiki_of(), options, tmp_path, Plan())
    (tmp_path / "content" / "page-7.md").unlink()
    page = tmp_path / "content" / "page-77.md"
    page.write_text(page.read_text("utf-8").replace("page-78", "page-7777"), "utf-8")
    one, two, five = (
        prove(wiki_of(), options, default_registry(), open_folder(tmp_path), How(jobs=jobs))
        for jobs in (1, 2, 5)
    )
    assert one == two == five
    assert [page.name for page in one.pages] == [f"Page {n}" for n in range(1, COUNT + 1)]
    found = {each.diagnostic.page for page in one.pages for each in page.findings}
    assert found == {"Page 6", "Page 7", "Page 77"}


@forks
def test_the_number_of_processes_changes_no_count() -> None:
    wiki = wiki_of()
    wiki.pages[7].source = "{FADE()}x{FADE} {NONE()}{NONE} [http://a.example|b] ((Nowhere))"
    wiki.pages[70].source = "{FADE(label=y)}x{FADE} {img src=a.png} mail@leaks.museum"
    one, two, five = (inspect_wiki(wiki, Options(), jobs=jobs) for jobs in (1, 2, 5))
    assert one == two == five
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())
    assert one.missing["Nowhere"] == COUNT - 1
    assert (one.plugins["FADE"].calls, one.plugins["FADE"].pages) == (2, 2)
    assert one.best_handler == "NONE"
    assert list(one.secrets) == ["Page 71"]


@forks
def test_a_process_that_dies_costs_the_count_of_its_page() -> None:
    found: list[Diagnostic] = []
    counted = inspect_wiki(wiki_of((20, 90)), Options(), deadly_registry(), found=found, jobs=2)
    assert counted.codes[Code.PAGE_FAILED] == 2
    failed = [each for each in found if each.code is Code.PAGE_FAILED]
    assert [each.page for each in failed] == ["Page 20", "Page 90"]
    assert "the process that converted it died" in failed[0].message
    assert counted.missing["Nowhere"] == COUNT - 2


@forks
@pytest.mark.parametrize("deadly", [(1,), (20, 21, 100)])
def test_a_process_that_dies_costs_the_check_of_its_page(
    tmp_path: Path, deadly: tuple[int, ...]
) -> None:
    wiki = wiki_of(deadly)
    convert_site(wiki, Options(), tmp_path, Plan())
    proof = prove(wiki, Options(), deadly_registry(), open_folder(tmp_path), How(jobs=2))
    unchecked = [each for each in proof.all_findings() if each.diagnostic.code is Code.VERIFY_FILE]
    assert [each.path for each in unchecked] == [f"page-{number}.md" for number in deadly]
    assert "was not checked: the process that did it died" in unchecked[0].diagnostic.message
    assert proof.pages[1].words.percent == 100


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm here")
def test_a_page_whose_check_takes_too_long_is_reported(tmp_path: Path) -> None:
    @plugin("DIE")
    def endless(_node: PluginNode, _context: PluginContext) -> list[Node]:
        signal.raise_signal(signal.SIGALRM)
        return []

    wiki = wiki_of((3,))
    convert_site(wiki, Options(), tmp_path, Plan())
    registry = default_registry().with_plugins([endless])
    proof = prove(wiki, Options(), registry, open_folder(tmp_path), How(page_seconds=1))
    (found,) = (each for each in proof.all_findings() if each.diagnostic.code is Code.VERIFY_FILE)
    assert found.to_text() == (
        "page-3.md: error verify-file: page-3.md was not checked: it took more than 1 second"
    )
