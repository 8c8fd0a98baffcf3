"""The file of one page against what the export says of it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.proof.expectation import slugs_for
from tiki2md.site.frontmatter import page_metadata
from tiki2md.verify.conservation import Score, compare_text
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.frontmatter import Parts, aliases_of, compare_metadata, split
from tiki2md.verify.links import Leads, Places, leads_of, places_of
from tiki2md.verify.live import compare_live, saved_html, saved_words
from tiki2md.verify.page import sight_of_page
from tiki2md.verify.reporting import SiteDiagnostic, SiteReporter, quoted
from tiki2md.verify.sight import words_of
from tiki2md.verify.structure import compare_things
from tiki2md.verify.words import Tally, account

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tiki2md.proof.expectation import ExpectedPage
    from tiki2md.site.data import WikiData
    from tiki2md.verify.folder import Folder
    from tiki2md.verify.sight import Sight

_TITLE = "page-title"
"""The id of a heading that is there for the title of the page alone."""
_NO_LEADS = Leads(frozenset(), ())
_NO_PLACES = Places(None, frozenset())


@dataclass(slots=True)
class PageProof:
    """What was found about one page.

    Attributes:
        name: of the page.
        path: of its file, below the root of the output.
        words: how many of its words are where they should be.
        structure: the same of blocks, tables, links and all else.
        source: where the words of the stored page are, found without a parser.
        live: the same of the words of its saved page; ``None`` if there is none.
        findings: what is not as it should be.
    """

    name: str
    path: str
    words: Score = field(default_factory=Score)
    structure: Score = field(default_factory=Score)
    source: Tally = field(default_factory=Tally)
    live: Score | None = None
    findings: list[SiteDiagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPage:
    """A page, and what can be checked only when all others are known.

    Attributes:
        proof: what was found so far.
        url: the address that the site serves it at, from the root of the site.
        leads: its links.
        places: what links can lead to in it.
        aliases: its other addresses; ``None`` if there is no front matter to give it any.
        used: the files that it uses, by their paths.
    """

    proof: PageProof
    url: str = ""
    leads: Leads = _NO_LEADS
    places: Places = _NO_PLACES
    aliases: tuple[str, ...] | None = None
    used: frozenset[str] = frozenset()


def check_page(
    expected: ExpectedPage, site: WikiData, folder: Folder, saved: Mapping[str, Path]
) -> CheckedPage:
    """Compare a page's file with what it must show.

    Args:
        expected: what it must show.
        site: the export, indexed.
        folder: of the site.
        saved: pages of the live wiki by name.

    Raises:
        tiki2md.verify.libraries.MissingLibraryError: Markdown cannot be read back.
    """
    entry, want = expected.entry, expected.want
    index = site.index
    dialect, slugs = DIALECTS[index.options.target], slugs_for(index.options)
    reporter = SiteReporter(entry.name, entry.path, [*expected.findings])
    proof = PageProof(entry.name, entry.path, findings=reporter.diagnostics)
    must_have = places_of(want, slugs, dialect)
    read = _read(expected, site, folder, proof, reporter)
    if read is None:
        proof.words.total = len(words_of(want.events))
        return CheckedPage(
            proof=proof, url=index.url(entry), places=Places(None, must_have), used=expected.used
        )
    parts, got = read
    has_metadata = index.layout.front_matter
    lost = Counter(expected.lost)  # those that are missing are taken out of it
    proof.words, proof.structure = compare_text(want, got, lost, reporter)
    proof.structure += compare_things(want, got, dialect, reporter)
    if has_metadata:
        compare_metadata(page_metadata(index, entry), parts, reporter)
    own = index.own_entry(entry.name)
    if own is None or own.path == entry.path:  # of a post and a page, the saved one is the page
        proof.live = _compared_live(expected, got, saved, reporter)
    return CheckedPage(
        proof=proof,
        url=index.url(entry),
        leads=leads_of(want, got, dialect),
        places=Places(places_of(got, slugs, dialect), must_have),
        aliases=aliases_of(parts) if has_metadata else None,
        used=expected.used,
    )


def _read(
    expected: ExpectedPage,
    site: WikiData,
    folder: Folder,
    proof: PageProof,
    reporter: SiteReporter,
) -> tuple[Parts, Sight] | None:
    """The parts of a page's file, and what it shows, if it can be read."""
    entry, source = expected.entry, expected.entry.page.source
    if entry.path not in folder.files:
        reporter.report(Code.VERIFY_PAGE_MISSING)
        proof.source, _ = account(source, "", expected.told)
        return None
    try:
        text = folder.read(entry.path).decode("utf-8")
    except UnicodeDecodeError as error:
        reporter.report(Code.VERIFY_FILE, problem=f"is not UTF-8 ({error.reason})")
        return None
    proof.source, left = account(source, text, expected.told)
    if left:
        reporter.report(Code.VERIFY_SOURCE, text=quoted(" ".join(left)))
    parts = split(text) if site.index.layout.front_matter else Parts({}, text, 1)
    got = sight_of_page(parts.body, DIALECTS[site.index.options.target], parts.first_line)
    for found in got.problems:
        problem = found.value[1]
        reporter.report(
            Code.VERIFY_SYNTAX, found.line, text=quoted(found.value[0]), problem=problem
        )
    title = got.without_title(_TITLE)
    if title and title != " ".join(entry.title.split()):
        reporter.report(Code.VERIFY_TEXT_ADDED, text=quoted(title))
    return parts, got


def _compared_live(
    expected: ExpectedPage, got: Sight, saved: Mapping[str, Path], reporter: SiteReporter
) -> Score | None:
    """The words of the saved page that the file shows, if there is one."""
    page = expected.entry.page
    names = (unicodedata.normalize("NFC", name) for name in (page.name, page.slug))
    path = next((saved[name] for name in names if name in saved), None)
    return compare_live(saved_words(saved_html(path)), got, reporter) if path else None
