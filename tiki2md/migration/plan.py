"""What is asked of a run over a whole wiki, and what it tells afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tiki2md.diagnostics import by_weight
from tiki2md.plugins import Registry, default_registry
from tiki2md.report.recorder import Run
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from tiki2md.diagnostics import Code, Diagnostic
    from tiki2md.findings import Finding
    from tiki2md.migration.remote import Pool


class Phase(StrEnum):
    """A part of a run over a whole wiki, in the order in which they come."""

    INDEXING = "indexing"
    """Every page gets its path, and what others need to know of it is found."""
    CONVERTING = "converting pages"
    """Pages are converted, and written at once."""
    WRITING = "writing the rest"
    """Files, redirections, navigation and the report."""


@dataclass(slots=True, kw_only=True)
class Summary:
    """What a run did.

    Attributes:
        pages: how many pages the site has.
        stubs: how many pages nobody wrote, and are in the site because links want them.
        hidden: names of the pages that are left out because visitors could not view them.
        written: paths of the pages whose file is new or changed.
        unchanged: paths of the pages whose file was right already.
        edited: paths that were left alone because somebody edited the file.
        files: paths of the pictures and downloads.
        copied: those of them that are new or changed.
        failed: names of the pages that could not be converted; their source is in the site.
        pruned: paths that were deleted because no page has them any more.
        redirects: how many old addresses lead to the new site, if any host is to know.
        redirect_files: paths of what the hosts are told.
        diagnostics: of the readers, then in the order of the pages; they lie on disk.
        findings: the same, one for each, with their places in the site; likewise.
    """

    pages: int = 0
    stubs: int = 0
    hidden: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    redirects: int = 0
    redirect_files: list[str] = field(default_factory=list)
    diagnostics: Spool[Diagnostic] = field(default_factory=Spool)
    findings: Spool[Finding] = field(default_factory=Spool)

    def counts(self) -> dict[Code, int]:
        """How often each code was reported; the most severe first, then the most frequent."""
        return by_weight(Counter(diagnostic.code for diagnostic in self.diagnostics))


@dataclass(frozen=True, slots=True)
class Plan:
    """How a site is written.

    Attributes:
        debug_dump: append Markdown, AST and source to every page.
        force: write into any folder, and replace files that were edited.
        scaffold: write what the target needs to build, where it is not there yet.
        prune: delete files of an earlier run that belong to no page now.
        dry: write and delete nothing, only tell.
        jobs: how many processes convert pages.
        pool: workers that convert them instead.
        page_seconds: how long a page may take, until it is kept as source; 0 for no limit.
        registry: the plugins that are known; by default, all that are installed.
        run: what the report tells besides.
        code: a digest of all code and configuration that decides what becomes of a page,
            besides the options; empty if nothing shall be remembered from run to run.
    """

    debug_dump: bool = False
    force: bool = False
    scaffold: bool = True
    prune: bool = False
    dry: bool = False
    jobs: int = 1
    pool: Pool | None = None
    page_seconds: int = 0
    registry: Registry = field(default_factory=default_registry)
    run: Run = field(default_factory=Run)
    code: str = ""
