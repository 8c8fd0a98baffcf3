"""What is known only after all pages were converted once, for nothing but that."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration.parallel import converted_pages
from tiki2md.site.bundles import arrange
from tiki2md.site.names import collation_key
from tiki2md.site.wanted import add_stubs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.migration.pages import Converted
    from tiki2md.migration.plan import Plan
    from tiki2md.site.data import WikiData
    from tiki2md.site.index import Entry


def rehearse(site: WikiData, plan: Plan, reporter: Reporter | None = None) -> None:
    """Find out which files only one page uses, and which pages links want, if options ask for it.

    Args:
        site: its index gets the paths of bundles (option ``page_bundles``), and stubs (option
            ``missing_links``).
        plan: whose processes convert pages.
        reporter: told of every stub.
    """
    index, options = site.index, site.index.options
    bundles = options.page_bundles and index.layout.bundles and options.copy_files != "none"
    stubs = options.missing_links == "stub"
    if not bundles and not stubs:
        return
    used: list[frozenset[str]] = []
    wanted: list[tuple[str, Entry]] = []
    with closing(converted_pages(site, plan)) as pages:
        for entry, page in zip(index.entries, pages, strict=True):
            used.append(page.used_files)
            wanted += [(name, entry) for name in _missing_names(page)]
    if bundles:
        arrange(index, used)
    if stubs:
        # Of a page that is only not here, nobody may say that it was never written.
        written = set(map(collation_key, site.hidden))
        never = ((name, entry) for name, entry in wanted if collation_key(name) not in written)
        for stub in add_stubs(index, never):
            _report(stub, reporter or Reporter())


def _missing_names(page: Converted) -> Iterator[str]:
    """The names in links of a page that lead to no page."""
    for diagnostic in page.diagnostics:
        if diagnostic.code is Code.LINK_MISSING_PAGE:
            yield dict(diagnostic.values)["page"].strip()


def _report(stub: Entry, reporter: Reporter) -> None:
    count = len(stub.wanted_by)
    pages = "1 page" if count == 1 else f"{count} pages"
    reporter.about(stub.name).report(Code.PAGE_STUB, path=stub.path, pages=pages)
