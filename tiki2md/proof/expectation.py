"""What the pages of a site must show, from the export alone: one side of the proof.

It knows no file of the site, so one expectation serves for any number of folders.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Diagnostic, Reporter, Severity
from tiki2md.migration import blocks_below, index_site, surroundings_of
from tiki2md.migration.comment_data import comment_files
from tiki2md.migration.page_limits import TooLongError, refuse_too_long
from tiki2md.migration.plan import Plan
from tiki2md.migration.rehearsal import rehearse
from tiki2md.nodes import DocumentNode, PreformattedNode
from tiki2md.options import with_values
from tiki2md.pipeline import parse, parse_page, structured
from tiki2md.render.contents import slug_maker
from tiki2md.render.targets import target_named
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.obsidian import heading_key
from tiki2md.verify.reporting import SiteReporter
from tiki2md.verify.sight import words_of
from tiki2md.verify.source import check_source
from tiki2md.verify.tree import sight_of_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.model import Wiki
    from tiki2md.options import Options
    from tiki2md.pipeline import Surroundings
    from tiki2md.plugins import Registry
    from tiki2md.site.data import WikiData
    from tiki2md.site.index import Entry
    from tiki2md.verify.reporting import SiteDiagnostic
    from tiki2md.verify.sight import Sight

_TOLD = frozenset({Code.STYLE_DROPPED, Code.SECRET_HIDDEN, Code.PLUGIN_BRANCH})
"""Findings about words that are not in the file, though no text is lost that visitors saw."""


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """What the export says of a page.

    Attributes:
        entry: where its file is.
        want: what the file must show.
        lost: words of which a loss was reported.
        told: the pieces of the source that a reader was told of, styles included, and the
            words that the configuration rewrites.
        used: the files that it uses, by their paths.
        findings: what is wrong whatever the file shows.
    """

    entry: Entry
    want: Sight
    lost: Counter[str]
    told: list[str]
    used: frozenset[str]
    findings: tuple[SiteDiagnostic, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a site must show; made by :func:`expect`.

    Attributes:
        site: the export, indexed.
        registry: the plugins that are known.
    """

    site: WikiData
    registry: Registry

    def prepare(self) -> None:
        """Build the parser now, so that processes that are copies of this one need not."""
        parse("", self.site.index.options, registry=self.registry)

    def comments(self, used: set[str], page_seconds: int) -> dict[str, str]:
        """The files of comments that are data, by path.

        Args:
            used: takes the files that they use.
            page_seconds: how long a comment may take; 0 for no limit.
        """
        return comment_files(self.site, self.registry, used, [], page_seconds)

    def page(self, number: int) -> ExpectedPage:
        """What the export says of the page with a number in its index; made anew each time."""
        entry = self.site.index.entries[number]
        site, page = self.site, entry.page
        options = site.index.options
        reporter, used = Reporter(page=page.name, source=page.source), set[str]()
        around = surroundings_of(
            page, site.index, registry=self.registry, site=site, used_files=used
        )
        site_reporter = SiteReporter(page.name, entry.path)
        document = None
        try:
            refuse_too_long(page.source)
            document = parse_page(page.source, options, around, reporter)
            tree = structured(document, options, around, reporter)
            below = blocks_below(page, site, self.registry, reporter, used)
            want = typed = sight_of_tree(tree, options, slugs_for(options), below)
            if options.rewrites:
                typed = _as_typed(document, options, around)
        except Exception as error:
            if isinstance(error, TooLongError):
                site_reporter.report(Code.PAGE_TOO_LONG, count=error.count)
            else:
                site_reporter.report(Code.PAGE_FAILED, error=f"{type(error).__name__}: {error}")
            document = None
            source = PreformattedNode(inner_content=page.source)
            kept = DocumentNode(children=[source])
            want = typed = sight_of_tree(kept, options, slugs_for(options))
        pieces = _pieces(reporter, lambda found: found.severity >= Severity.LOSS)
        told = pieces + _pieces(reporter, lambda found: found.code in _TOLD)
        lost = Counter(" ".join(pieces).split())
        if typed is not want:
            told += (_words(typed) - _words(want)).elements()
        if document is not None and not around.is_html and not around.is_rendered:
            check_source(document, typed, lost, site_reporter)
        findings = tuple(site_reporter.diagnostics)
        return ExpectedPage(entry, want, lost, told, frozenset(used), findings)


def expect(wiki: Wiki, options: Options, registry: Registry, *, jobs: int = 1) -> Expectation:
    """What a site must show that is made of an export.

    Args:
        wiki: what the readers made; with the bytes of files, if they are to be compared.
        options: those under which the site was written.
        registry: the plugins that were known.
        jobs: how many processes there may be.
    """
    site = index_site(wiki, options, registry)
    rehearse(site, Plan(registry=registry, jobs=jobs))
    return Expectation(site, registry)


def slugs_for(options: Options) -> Callable[[list[str]], list[str]]:
    """What makes the ids of headings with given titles, in order, for the target of ``options``."""

    def slugs(titles: list[str]) -> list[str]:
        if DIALECTS[options.target].by_name:
            return [heading_key(title) for title in titles]
        made = slug_maker(target_named(options.target))
        return [made.next(title) for title in titles]

    return slugs


def _as_typed(document: DocumentNode, options: Options, around: Surroundings) -> Sight:
    """What a page would show if the configuration rewrote nothing."""
    options = with_values(options, {"rewrites": ()})
    tree = structured(document, options, around, Reporter())
    return sight_of_tree(tree, options, slugs_for(options))


def _words(sight: Sight) -> Counter[str]:
    return Counter(words_of(sight.events))


def _pieces(reporter: Reporter, wanted: Callable[[Diagnostic], bool]) -> list[str]:
    """The pieces of the source that some diagnostics are about."""
    found = [diagnostic for diagnostic in reporter.diagnostics if wanted(diagnostic)]
    return [reporter.source[slice(*diagnostic.span)] for diagnostic in found]
