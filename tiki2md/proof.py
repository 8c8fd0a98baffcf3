"""A written site against its export: what is there is read again, and compared.

Nothing that a run remembers is believed: what a page must show comes from the export,
what it shows from its file, as another parser of Markdown reads it.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from posixpath import basename
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tiki2md.diagnostics import Code, Reporter
from tiki2md.expectation import expect, slugs_for
from tiki2md.migration.files import wanted_files
from tiki2md.site.frontmatter import page_metadata
from tiki2md.site.hosts import redirect_files
from tiki2md.site.old_urls import new_urls, problems, redirect_map
from tiki2md.verify.conservation import Score, compare_text
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.folder import Folder, check_file, check_manifest
from tiki2md.verify.frontmatter import Parts, check_aliases, compare_metadata, split
from tiki2md.verify.links import Ways, check_links, places_of
from tiki2md.verify.live import compare_live, saved_html, saved_words
from tiki2md.verify.page import sight_of_page
from tiki2md.verify.reporting import SiteDiagnostic, SiteReporter, quoted
from tiki2md.verify.structure import compare_things
from tiki2md.verify.words import Tally, account

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tiki2md.expectation import Expectation, ExpectedPage
    from tiki2md.model import Page, Wiki
    from tiki2md.options import Options
    from tiki2md.plugins import Registry
    from tiki2md.site.data import WikiData
    from tiki2md.site.index import Entry
    from tiki2md.verify.sight import Sight

_TITLE = "page-title"
"""The id of a heading that is there for the title of the page alone."""
_PAGE_ENDINGS = (".md", ".markdown")


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


@dataclass(slots=True)
class Proof:
    """What was found about a site.

    Attributes:
        pages: in the order of their ids.
        findings: those that belong to no page.
        files: how many pictures and downloads were compared.
    """

    pages: list[PageProof] = field(default_factory=list)
    findings: list[SiteDiagnostic] = field(default_factory=list)
    files: int = 0

    @property
    def words(self) -> Score:
        """The words of all pages."""
        return sum((page.words for page in self.pages), Score())

    @property
    def live(self) -> Score:
        """The words of all saved pages."""
        return sum((page.live for page in self.pages if page.live is not None), Score())

    @property
    def structure(self) -> Score:
        """What stands on all pages besides words."""
        return sum((page.structure for page in self.pages), Score())

    @property
    def source(self) -> Tally:
        """Where the words of all stored pages are."""
        return sum((page.source for page in self.pages), Tally())

    def all_findings(self) -> list[SiteDiagnostic]:
        """Those of the pages, then those of the site."""
        return [finding for page in self.pages for finding in page.findings] + self.findings


@dataclass(slots=True)
class _Checked:
    """A page while it is checked.

    Attributes:
        expected: what the export says of it.
        reporter: has what is wrong, first what the export tells of it.
        source: where the words of the stored page are.
        got: what its file shows; ``None`` if it cannot be read.
        parts: of its file.
    """

    expected: ExpectedPage
    reporter: SiteReporter
    source: Tally = field(default_factory=Tally)
    got: Sight | None = None
    parts: Parts | None = None

    @property
    def entry(self) -> Entry:
        return self.expected.entry

    @property
    def want(self) -> Sight:
        return self.expected.want


def prove(
    wiki: Wiki,
    options: Options,
    registry: Registry,
    folder: Folder,
    saved: Mapping[str, Path] | None = None,
    on_page: Callable[[Page], None] | None = None,
) -> Proof:
    """Compare a site with the export that it was made of.

    Args:
        wiki: what the readers made; with the bytes of files, if they are to be compared.
        options: those under which the site was written.
        registry: the plugins that were known.
        folder: of the site.
        saved: pages of the live wiki by name, made by ``saved_pages``.
        on_page: called after each page, for progress.

    Raises:
        tiki2md.verify.reading.MissingLibraryError: Markdown cannot be read back.
    """
    return compare(expect(wiki, options, registry), folder, saved, on_page)


def compare(
    expectation: Expectation,
    folder: Folder,
    saved: Mapping[str, Path] | None = None,
    on_page: Callable[[Page], None] | None = None,
) -> Proof:
    """Compare a site with what it must show; the same may be compared with other folders.

    Args and errors are those of :func:`prove`.
    """
    site = expectation.site
    proof, checked = Proof(), []
    for expected in expectation.pages():
        page = _checked(expected, site, folder)
        checked.append(page)
        compared = _compared(page, site)
        compared.live = _compared_live(page, saved or {})
        proof.pages.append(compared)
        if on_page is not None:
            on_page(expected.entry.page)
    comments, used = expectation.comments, expectation.used
    _follow_links(checked, site, folder, used)
    if site.index.layout.front_matter:
        check_aliases(
            (page.reporter, page.parts, unquote(site.index.url(page.entry)))
            for page in checked
            if page.parts is not None
        )
    reporter = SiteReporter(diagnostics=proof.findings)
    _check_comments(comments, folder, reporter)
    proof.files = _check_files(site, folder, used, reporter)
    _check_extra(site, folder, reporter)
    _check_redirects(site, folder, reporter)
    check_manifest(folder, reporter)
    return proof


def _checked(expected: ExpectedPage, site: WikiData, folder: Folder) -> _Checked:
    """What the file of a page shows."""
    entry, source = expected.entry, expected.entry.page.source
    reporter = SiteReporter(entry.name, entry.path, [*expected.findings])
    checked = _Checked(expected, reporter)
    if entry.path not in folder.files:
        reporter.report(Code.VERIFY_PAGE_MISSING)
        checked.source, _ = account(source, "", expected.told)
        return checked
    try:
        text = folder.read(entry.path).decode("utf-8")
    except UnicodeDecodeError as error:
        reporter.report(Code.VERIFY_FILE, problem=f"is not UTF-8 ({error.reason})")
        return checked
    checked.source, left = account(source, text, expected.told)
    if left:
        reporter.report(Code.VERIFY_SOURCE, text=quoted(" ".join(left)))
    has_metadata = site.index.layout.front_matter
    checked.parts = split(text) if has_metadata else Parts({}, text, 1)
    dialect = DIALECTS[site.index.options.target]
    checked.got = sight_of_page(checked.parts.body, dialect, checked.parts.first_line)
    for found in checked.got.problems:
        problem = found.value[1]
        reporter.report(
            Code.VERIFY_SYNTAX, found.line, text=quoted(found.value[0]), problem=problem
        )
    title = checked.got.without_title(_TITLE)
    if title and title != " ".join(entry.title.split()):
        reporter.report(Code.VERIFY_TEXT_ADDED, text=quoted(title))
    return checked


def _compared(page: _Checked, site: WikiData) -> PageProof:
    proof = PageProof(page.entry.name, page.entry.path, findings=page.reporter.diagnostics)
    proof.source = page.source
    if page.got is None:
        proof.words.total = sum(1 for event in page.want.events if len(event) == 3)
        return proof
    dialect = DIALECTS[site.index.options.target]
    lost = Counter(page.expected.lost)  # those that are missing are taken out of it
    proof.words, proof.structure = compare_text(page.want, page.got, lost, page.reporter)
    proof.structure += compare_things(page.want, page.got, dialect, page.reporter)
    if page.parts is not None and site.index.layout.front_matter:
        metadata = page_metadata(site.index, page.entry)
        compare_metadata(metadata, page.parts, page.reporter)
    return proof


def _compared_live(page: _Checked, saved: Mapping[str, Path]) -> Score | None:
    """The words of the saved page that the file shows, if both are there."""
    wiki_page = page.entry.page
    names = (unicodedata.normalize("NFC", name) for name in (wiki_page.name, wiki_page.slug))
    path = next((saved[name] for name in names if name in saved), None)
    if path is None or page.got is None:
        return None
    return compare_live(saved_words(saved_html(path)), page.got, page.reporter)


def _follow_links(checked: list[_Checked], site: WikiData, folder: Folder, used: set[str]) -> None:
    layout, slugs = site.index.layout, slugs_for(site.index.options)
    index = site.index
    files = {index.files.place(path): unquote(index.files.url(path)) for path in used}
    urls = {url: path for path, url in files.items()}
    urls |= {unquote(site.index.url(page.entry)): page.entry.path for page in checked}
    if layout.page_url.endswith(".html"):
        # The page of a folder is a file as well.
        urls |= {unquote(layout.url(page.entry.stem)): page.entry.path for page in checked}
    listed = index.category_list
    own = {} if listed is None else {listed.entry.path: set(listed.places.values())}
    urls |= {} if listed is None else {unquote(index.url(listed.entry)): listed.entry.path}
    dialect = DIALECTS[site.index.options.target]
    pages = [page.entry.path for page in checked]
    ways = Ways(
        files=folder.files,
        expected={*files, *own, *pages},
        urls=urls,
        made={unquote(url) for url in site.index.term_urls()},
        places={
            page.entry.path: places_of(page.got, slugs, dialect)
            for page in checked
            if page.got is not None
        }
        | {path: _places_in(folder, path, site.index.options) for path in own},
        dialect=dialect,
        notes={basename(path): path for path in (*own, *pages)} if dialect.by_name else {},
        expected_places=own
        | {page.entry.path: places_of(page.want, slugs, dialect) for page in checked},
    )
    for page in checked:
        if page.got is not None:
            url = site.index.url(page.entry)
            check_links(page.entry.path, url, page.want, page.got, ways, page.reporter)


def _places_in(folder: Folder, path: str, options: Options) -> set[str]:
    """What can stand behind ``#`` in a link to a file that is no page of the wiki."""
    if path not in folder.files:
        return set()
    dialect = DIALECTS[options.target]
    body = split(folder.read(path).decode("utf-8", "replace")).body
    return places_of(sight_of_page(body, dialect), slugs_for(options), dialect)


def _check_comments(files: Mapping[str, str], folder: Folder, reporter: SiteReporter) -> None:
    """Compare the comments that are data, one by one."""
    for path, text in files.items():
        if path not in folder.files:
            reporter.report(Code.VERIFY_FILE, path=path, problem="is not there")
            continue
        want = json.loads(text)
        try:
            got = json.loads(folder.read(path))
        except (ValueError, RecursionError) as error:
            reporter.report(Code.VERIFY_FILE, path=path, problem=f"is no JSON ({error})")
            continue
        if got == want:
            continue
        comments = got.get("comments") if isinstance(got, dict) else None
        there = comments if isinstance(comments, list) else []
        wrong = [comment["id"] for comment in want["comments"] if comment not in there]
        problem = "is not what the export says"
        if wrong:
            problem += f": see the comments {', '.join(wrong[:5])}"
        reporter.report(Code.VERIFY_FILE, path=path, problem=problem)


def _check_files(site: WikiData, folder: Folder, used: set[str], reporter: SiteReporter) -> int:
    """Compare the files that pages use, or all; how many there are."""
    count = 0
    for path, file in wanted_files(site.index, used):
        count += 1
        check_file(folder, path, file.blob.size, file.blob.md5, reporter)
    return count


def _check_extra(site: WikiData, folder: Folder, reporter: SiteReporter) -> None:
    layout = site.index.layout
    known = {entry.path for entry in site.index.entries} | set(folder.manifest or {})
    below = f"{layout.folder}/" if layout.folder else ""
    for path in sorted(folder.files):
        is_page = path.startswith(below) and path.lower().endswith(_PAGE_ENDINGS)
        if is_page and not path.startswith(f"{layout.files}/") and path not in known:
            reporter.report(Code.VERIFY_PAGE_EXTRA, path=path)


def _check_redirects(site: WikiData, folder: Folder, reporter: SiteReporter) -> None:
    """Whether old addresses lead to what is there, each once, none to another one."""
    index = site.index
    if not index.options.redirect_hosts:
        return
    redirects = redirect_map(site.wiki, index, None, folder.files)
    for problem in problems(redirects, new_urls(index, folder.files)):
        reporter.report(Code.VERIFY_REDIRECTS, path=index.layout.redirects, problem=problem)
    for path, text in redirect_files(redirects, index, Reporter()).items():
        if path not in folder.files:
            reporter.report(Code.VERIFY_REDIRECTS, path=path, problem="the file is not there")
        elif folder.read(path) != text.encode("utf-8", "replace"):
            problem = "it is not what the export says"
            reporter.report(Code.VERIFY_REDIRECTS, path=path, problem=problem)
