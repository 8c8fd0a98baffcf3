"""A whole wiki to a whole site: index all pages, then convert each against the index."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Diagnostic, Reporter
from tiki2md.dump import dump
from tiki2md.nodes import (
    AliasedLocalLinkNode,
    LocalLinkNode,
    PluginNode,
    TikiCommentNode,
    walk,
)
from tiki2md.pipeline import Surroundings, convert_page, parse, parse_page
from tiki2md.plugins import Registry, default_registry
from tiki2md.plugins.site_aliases import site_registry
from tiki2md.readers.blobs import checked_chunks
from tiki2md.readers.errors import SourceError
from tiki2md.render.contents import headings
from tiki2md.site.anchors import anchor_map
from tiki2md.site.data import WikiData
from tiki2md.site.debug import source_block, with_debug_dump
from tiki2md.site.frontmatter import compose, compose_least, page_metadata
from tiki2md.site.hosts import redirect_files
from tiki2md.site.index import Entry, SiteIndex, build_index
from tiki2md.site.layout import layout_of
from tiki2md.site.old_urls import checked_redirects
from tiki2md.site.resolver import resolver_for
from tiki2md.site.scaffolds import scaffold_files
from tiki2md.site.writer import Writer, open_site
from tiki2md.transforms.headings import number_headings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from tiki2md.model import File, Page, Wiki
    from tiki2md.options import Options
    from tiki2md.plugins.sitedata import SiteData


@dataclass(slots=True, kw_only=True)
class Summary:
    """What a run did.

    Attributes:
        pages: how many pages the site has.
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
        diagnostics: in the order of the pages.
    """

    pages: int = 0
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
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def counts(self) -> dict[Code, int]:
        """How often each code was reported; the most severe first, then the most frequent."""
        counted = Counter(diagnostic.code for diagnostic in self.diagnostics)
        order = sorted(
            counted.items(), key=lambda item: (-item[0].severity, -item[1], item[0].identifier)
        )
        return dict(order)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a site is written.

    Attributes:
        debug_dump: append Markdown, AST and source to every page.
        force: write into any folder, and replace files that were edited.
        scaffold: write what the target needs to build, where it is not there yet.
        prune: delete files of an earlier run that belong to no page now.
        dry: write and delete nothing, only tell.
        registry: the plugins that are known; by default, all that are installed.
    """

    debug_dump: bool = False
    force: bool = False
    scaffold: bool = True
    prune: bool = False
    dry: bool = False
    registry: Registry = field(default_factory=default_registry)


def convert_site(
    wiki: Wiki,
    options: Options,
    out: Path,
    plan: Plan | None = None,
    on_page: Callable[[Page], None] | None = None,
) -> Summary:
    """Write ``wiki`` as a site of the target that ``options`` name.

    One bad page never stops the run: its source is written in a code block, and
    the page is reported.

    Args:
        wiki: what the readers made.
        options: everything that changes the result.
        out: the folder of the site.
        plan: how to write it.
        on_page: called after each page, for progress.

    Raises:
        tiki2md.site.writer.OutputError: the folder is somebody else's or cannot be written.
    """
    plan = plan or Plan()
    plan = replace(plan, registry=site_registry(plan.registry, wiki.preferences))
    reporter = Reporter()
    writer = open_site(out, force=plan.force, dry=plan.dry)
    summary = Summary(pages=len(pages_of(wiki, options)), diagnostics=reporter.diagnostics)
    if options.visibility == "public":
        summary.hidden = [page.name for page in wiki.pages if page.hidden]
    try:
        site = index_site(wiki, options, plan.registry, reporter)
        index = site.index
        used_files: set[str] = set()
        for entry in index.entries:
            text = _page_text(site, entry, plan, summary, used_files)
            if not writer.write(entry.path, text):
                _reporter_for(entry, reporter).report(Code.FILE_EDITED, path=entry.path)
            if on_page is not None:
                on_page(entry.page)
        summary.written, summary.unchanged = list(writer.written), list(writer.unchanged)
        summary.edited = list(writer.edited)
        summary.files = _copy_files(index, used_files, writer, reporter)
        summary.copied = writer.written[len(summary.written) :]
        if options.redirect_hosts:
            _write_redirects(site, writer, summary, reporter)
        for path, text in scaffold_files(index.layout.scaffold, wiki).items():
            if plan.scaffold:
                writer.scaffold(path, text)
            else:
                writer.keep(path)
        _handle_stale(writer, plan, summary, reporter)
    finally:
        # What is written is written: an interrupted run must leave a true manifest.
        writer.close()
    return summary


def pages_of(wiki: Wiki, options: Options) -> list[Page]:
    """The pages that a site of ``wiki`` has: by default those that visitors could view."""
    return [page for page in wiki.pages if options.visibility == "all" or not page.hidden]


def index_site(
    wiki: Wiki, options: Options, registry: Registry, reporter: Reporter | None = None
) -> WikiData:
    """The index of a wiki, and the answers for plugins that ask about its pages.

    Args:
        wiki: what the readers made.
        options: everything that changes the result.
        registry: the plugins that are known.
        reporter: told of every hidden page and of every collision of paths.
    """
    if reporter is not None:
        _report_hidden(wiki, options, reporter)
    hidden = frozenset(page.name for page in wiki.pages if page.hidden)
    wiki = replace(wiki, pages=pages_of(wiki, options))
    if options.visibility == "public":
        wiki = _without_hidden_bytes(wiki)
    index = build_index(
        wiki,
        options,
        reporter,
        lambda page: _heading_anchors(page, options, registry),
        _redirects(wiki.pages, options, registry),
    )
    return WikiData(wiki, index, lambda page: _links_of(page, options, registry), hidden)


def _without_hidden_bytes(wiki: Wiki) -> Wiki:
    """``wiki`` as one that lacks the bytes of files that visitors could not download."""

    def shown(files: dict[int, File]) -> dict[int, File]:
        return {
            number: replace(file, blob=None) if file.hidden else file
            for number, file in files.items()
        }

    return replace(
        wiki,
        files=shown(wiki.files),
        attachments=shown(wiki.attachments),
        images=shown(wiki.images),
    )


def _report_hidden(wiki: Wiki, options: Options, reporter: Reporter) -> None:
    """Tell which pages visitors could not view, or that nobody knows."""
    table = (wiki.lacks or {}).get("permissions")
    if table is not None and options.visibility == "public":
        reporter.report(Code.PERMISSIONS_MISSING, table=table)
    fate = "it is left out" if options.visibility == "public" else "it is written as a draft"
    for page in wiki.pages:
        if page.hidden:
            own = Reporter(page=page.name, diagnostics=reporter.diagnostics)
            own.report(Code.PAGE_HIDDEN, reason=page.hidden, fate=fate)


def surroundings_of(
    page: Page,
    index: SiteIndex,
    *,
    registry: Registry | None = None,
    site: SiteData | None = None,
    used_files: set[str] | None = None,
) -> Surroundings:
    """What is around a page of a site; arguments as for ``page_markdown``."""
    return Surroundings(
        page=page.name,
        is_html=page.is_html,
        is_rendered=page.is_rendered,
        resolver=resolver_for(index, page, used_files),
        variables=index.variables,
        hotwords=index.hotwords,
        registry=registry or default_registry(),
        site=site,
    )


def convert_or_report(
    page: Page, options: Options, around: Surroundings, reporter: Reporter
) -> str | None:
    """The Markdown of a page; ``None``, and a diagnostic, if it could not be converted."""
    try:
        return convert_page(page.source, options, around, reporter)
    except Exception as error:
        _report_failure(error, reporter)
        return None


def _report_failure(error: Exception, reporter: Reporter) -> None:
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    reporter.report(Code.PAGE_FAILED, error=reason)


def page_markdown(
    page: Page,
    index: SiteIndex,
    reporter: Reporter,
    *,
    registry: Registry | None = None,
    site: SiteData | None = None,
    debug_dump: bool = False,
    used_files: set[str] | None = None,
) -> str:
    """The body of a page's file.

    Args:
        page: one of the pages of ``index``.
        index: of the site, with everything that changes the result.
        reporter: takes what was lost or unclear.
        registry: the plugins that are known; by default, all that are installed.
        site: answers plugins that list pages or show others.
        debug_dump: append Markdown, AST and source.
        used_files: takes the paths of the files that the page shows or links.
    """
    around = surroundings_of(page, index, registry=registry, site=site, used_files=used_files)
    body = convert_page(page.source, index.options, around, reporter)
    if not debug_dump:
        return body
    document = parse_page(page.source, index.options, around)
    return with_debug_dump(body, dump(document, "classic"), page.source)


def _redirects(pages: Iterable[Page], options: Options, registry: Registry) -> dict[str, str]:
    """The pages of which a visitor saw nothing but another page, and the names of those."""
    found: dict[str, str] = {}
    for page in pages:
        # A hidden page must not lend its name to a public one.
        if page.hidden or "redirect" not in page.source.lower():
            continue
        around = Surroundings(is_html=page.is_html, is_rendered=page.is_rendered, registry=registry)
        calls = [
            node
            for node in parse_page(page.source, options, around).children
            if not isinstance(node, TikiCommentNode) and node.full_match.strip()
        ]
        call = calls[0] if len(calls) == 1 else None
        if isinstance(call, PluginNode) and call.name.upper() == "REDIRECT":
            found[page.name] = call.attrs_dict.get("page", "").strip()
    return found


def _heading_anchors(page: Page, options: Options, registry: Registry) -> dict[str, str]:
    """Tiki's ids of a page's headings to the target's."""
    if page.is_html:
        return {}
    document = parse(page.source, options, registry=registry)
    numbered = replace(document, children=number_headings(document.children))
    found = list(headings(numbered, by_title=layout_of(options.target).anchors == "titles"))
    anchors = {node.anchor: target for node, _, target in found}
    return anchors | anchor_map((title, target) for _, title, target in found)


def _links_of(page: Page, options: Options, registry: Registry) -> Iterator[str]:
    """The names in the links of a page, those in the bodies of plugins too."""
    around = Surroundings(is_html=page.is_html, is_rendered=page.is_rendered, registry=registry)
    for node in walk(parse_page(page.source, options, around)):
        if isinstance(node, LocalLinkNode | AliasedLocalLinkNode):
            yield node.page


def _copy_files(index: SiteIndex, used: set[str], writer: Writer, reporter: Reporter) -> list[str]:
    """Bring the files along that pages use, or all of them; the paths of those that are there."""
    wanted = index.options.copy_files
    copied: list[str] = []
    for file in index.files.all():
        if wanted == "none" or (wanted == "referenced" and file.path not in used):
            continue
        path = f"{index.layout.files}/{file.path}"
        try:
            if not writer.copy(path, checked_chunks(file.blob)):
                reporter.report(Code.FILE_EDITED, path=path)
            copied.append(path)
        except SourceError as error:
            writer.keep(path)
            reporter.report(Code.FILE_UNREADABLE, path=path, why=error)
    return copied


def _page_text(
    site: WikiData, entry: Entry, plan: Plan, summary: Summary, used_files: set[str]
) -> str:
    page, index, options = entry.page, site.index, site.index.options
    reporter = Reporter(page=page.name, source=page.source, diagnostics=summary.diagnostics)
    try:
        body = page_markdown(
            page,
            index,
            reporter,
            registry=plan.registry,
            site=site,
            debug_dump=plan.debug_dump,
            used_files=used_files,
        )
        return compose(index.layout, page_metadata(index, entry, site.wiki), body, options)
    except Exception as error:
        _report_failure(error, reporter)
        summary.failed.append(page.name)
    metadata = {"title": entry.title, "slug": entry.stem}
    if entry.is_home:
        del metadata["slug"]
    body = source_block(page.source)
    try:
        return compose(index.layout, metadata, body, options)
    except Exception:  # Perhaps the front matter was what failed; this one cannot.
        return compose_least(index.layout, entry, body)


def _write_redirects(site: WikiData, writer: Writer, summary: Summary, reporter: Reporter) -> None:
    """Tell the hosts that were asked for where old addresses lead."""
    redirects = checked_redirects(site.wiki, site.index, reporter, summary.files)
    for path, text in redirect_files(redirects, site.index, reporter).items():
        if not writer.write(path, text):
            reporter.report(Code.FILE_EDITED, path=path)
        summary.redirect_files.append(path)
    summary.redirects = sum(len(redirect.paths) for redirect in redirects if redirect.target)


def _reporter_for(entry: Entry, reporter: Reporter) -> Reporter:
    return Reporter(page=entry.page.name, diagnostics=reporter.diagnostics)


def _handle_stale(writer: Writer, plan: Plan, summary: Summary, reporter: Reporter) -> None:
    for path in writer.stale():
        if plan.prune and writer.prune(path):
            summary.pruned.append(path)
        else:
            edited = writer.is_edited(path)
            reporter.report(Code.FILE_STALE_EDITED if edited else Code.FILE_STALE, path=path)
