"""A written site against its export: what is there is read again, and compared.

Nothing that a run remembers is believed: what a page must show comes from the export,
what it shows from its file, as another parser of Markdown reads it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tiki2md.diagnostics import Code, Reporter
from tiki2md.lookup import Lookup
from tiki2md.migration.files import wanted_files
from tiki2md.migration.page_limits import OutOfTimeError, at_most
from tiki2md.processes import Task, results
from tiki2md.proof.expectation import expect, slugs_for
from tiki2md.proof.page import CheckedPage, PageProof, check_page
from tiki2md.site.hosts import redirect_files
from tiki2md.site.old_urls import new_urls, problems, redirect_map
from tiki2md.spool import Shelf, Spool
from tiki2md.verify.conservation import Score
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.folder import Folder, check_file, check_manifest
from tiki2md.verify.frontmatter import check_aliases, split
from tiki2md.verify.links import Places, Ways, check_links, places_of
from tiki2md.verify.obsidian import heading_key
from tiki2md.verify.page import sight_of_page
from tiki2md.verify.reporting import SiteDiagnostic, SiteReporter
from tiki2md.verify.words import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from tiki2md.model import Wiki
    from tiki2md.options import Options
    from tiki2md.plugins import Registry
    from tiki2md.proof.expectation import Expectation
    from tiki2md.site.data import WikiData

_PAGE_ENDINGS = (".md", ".markdown")


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a site is compared with its export.

    Attributes:
        saved: pages of the live wiki by name, made by ``saved_pages``.
        jobs: how many processes there may be.
        page_seconds: how long a page may take; 0 for as long as it wants.
        on_page: called after each page, for progress.
    """

    saved: Mapping[str, Path] = field(default_factory=dict)
    jobs: int = 1
    page_seconds: int = 0
    on_page: Callable[[], None] = lambda: None


@dataclass(slots=True)
class Proof:
    """What was found about a site.

    Attributes:
        pages: in the order of their ids; they lie on disk.
        findings: those that belong to no page.
        files: how many pictures and downloads were compared.
    """

    pages: Spool[PageProof] = field(default_factory=Spool)
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

    def all_findings(self) -> Iterator[SiteDiagnostic]:
        """Those of the pages, then those of the site."""
        for page in self.pages:
            yield from page.findings
        yield from self.findings


def prove(
    wiki: Wiki,
    options: Options,
    registry: Registry,
    folder: Folder,
    how: How | None = None,
) -> Proof:
    """Compare a site with the export that it was made of.

    Args:
        wiki: what the readers made; with the bytes of files, if they are to be compared.
        options: those under which the site was written.
        registry: the plugins that were known.
        folder: of the site.
        how: it is compared; by default, in one process, with nothing else.

    Raises:
        tiki2md.verify.libraries.MissingLibraryError: Markdown cannot be read back.
    """
    how = how or How()
    return compare(expect(wiki, options, registry, jobs=how.jobs), folder, how)


def compare(expectation: Expectation, folder: Folder, how: How | None = None) -> Proof:
    """Compare a site with what it must show; the same may be compared with other folders.

    Args and errors are those of :func:`prove`.
    """
    how = how or How()
    site = expectation.site
    proof, used = Proof(), set[str]()
    reporter = SiteReporter(diagnostics=proof.findings)
    # First, since what the last run wrote is large, and of no use for the rest.
    _check_folder(site, folder, reporter)
    owners = Lookup()
    checked: Spool[CheckedPage] = Spool()
    places: Shelf[str, Places] = Shelf()
    pages = _checked_pages(expectation, folder, how)
    for entry, page in zip(site.index.entries, pages, strict=True):
        checked.append(page)
        used |= page.used
        places[entry.path] = page.places
        if page.aliases is not None:
            owners[unquote(page.url).strip("/")] = entry.name
        how.on_page()
    comments = expectation.comments(used, how.page_seconds)
    ways = _ways(site, folder, used, places)
    for page in checked:
        proof.pages.append(_followed(page, ways, owners))
    _check_comments(comments, folder, reporter)
    proof.files = _check_files(site, folder, used, reporter)
    _check_redirects(site, folder, reporter)
    return proof


def _checked_pages(expectation: Expectation, folder: Folder, how: How) -> Iterator[CheckedPage]:
    """The pages in order, each checked by itself."""
    entries = expectation.site.index.entries

    def check(number: int) -> CheckedPage:
        try:
            with at_most(how.page_seconds):
                expected = expectation.page(number)
                return check_page(expected, expectation.site, folder, how.saved)
        except OutOfTimeError as error:
            return unchecked(number, str(error))

    def unchecked(number: int, why: str) -> CheckedPage:
        entry = entries[number]
        reporter = SiteReporter(entry.name, entry.path)
        reporter.report(Code.VERIFY_FILE, problem=f"was not checked: {why}")
        return CheckedPage(proof=PageProof(entry.name, entry.path, findings=reporter.diagnostics))

    task = Task(
        do=check,
        killed=lambda number: unchecked(number, "the process that did it died"),
        prepare=expectation.prepare,
    )
    return results(task, range(len(entries)), how.jobs)


def _ways(site: WikiData, folder: Folder, used: set[str], places: Shelf[str, Places]) -> Ways:
    """What links can lead to, where the pages have these places."""
    index = site.index
    dialect = DIALECTS[index.options.target]
    files = {index.files.place(path): unquote(index.files.url(path)) for path in used}
    urls = {url: path for path, url in files.items()}
    urls |= index.served_pages()
    pages = [entry.path for entry in index.entries]
    if (listed := index.category_list) is not None:
        path = listed.entry.path
        urls[unquote(index.url(listed.entry))] = path
        pages.append(path)
        there = _places_in(folder, path, index.options)
        named = listed.places.values()
        must_have = frozenset(map(heading_key, named) if dialect.by_name else named)
        places[path] = Places(there, must_have)
    by_name = dialect.by_name or index.layout.by_name
    return Ways(
        files=folder.files,
        expected={*files, *pages},
        urls=urls,
        made={unquote(url) for url in index.term_urls()},
        places=places,
        dialect=dialect,
        notes=index.layout.names(pages) if by_name else {},
    )


def _followed(page: CheckedPage, ways: Ways, owners: Lookup) -> PageProof:
    """The proof of a page, its links and other addresses followed."""
    proof = page.proof
    reporter = SiteReporter(proof.name, proof.path, proof.findings)
    check_links(proof.path, page.url, page.leads, ways, reporter)
    if page.aliases is not None:
        check_aliases(page.aliases, unquote(page.url), owners, reporter)
    return proof


def _places_in(folder: Folder, path: str, options: Options) -> frozenset[str]:
    """What can stand behind ``#`` in a link to a file that is no page of the wiki."""
    if path not in folder.files:
        return frozenset()
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


def _check_folder(site: WikiData, folder: Folder, reporter: SiteReporter) -> None:
    """Whether the files are those of the last run, and no page is there that nobody knows."""
    manifest = folder.manifest()
    _check_extra(site, folder, manifest or {}, reporter)
    check_manifest(folder, manifest, reporter)


def _check_extra(
    site: WikiData, folder: Folder, manifest: Mapping[str, str], reporter: SiteReporter
) -> None:
    layout = site.index.layout
    known = {entry.path for entry in site.index.entries} | manifest.keys()
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
    for path, pieces in redirect_files(redirects, index, Reporter()).items():
        if path not in folder.files:
            reporter.report(Code.VERIFY_REDIRECTS, path=path, problem="the file is not there")
        elif folder.digest(path, "sha256") != _digest(pieces):
            problem = "it is not what the export says"
            reporter.report(Code.VERIFY_REDIRECTS, path=path, problem=problem)


def _digest(pieces: Iterable[str]) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece.encode("utf-8", "replace"))
    return digest.hexdigest()
