"""Several processes write what one writes, and outlive a page that kills one of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import TYPE_CHECKING

import pytest

from tiki2md.diagnostics import Code
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins import Registry, default_registry, plugin

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


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@forks
def test_the_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    seen: list[list[str]] = []
    findings = []
    for jobs in (1, 2, 5):
        names: list[str] = []
        summary = convert_site(
            wiki_of(),
            Options(target="hugo"),
            tmp_path / str(jobs),
            Plan(jobs=jobs),
            lambda page, names=names: names.append(page.name),
        )
        seen.append(names)
        findings.append([finding.to_text() for finding in summary.diagnostics])
    assert seen[0] == [f"Page {number}" for number in range(1, COUNT + 1)]
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
