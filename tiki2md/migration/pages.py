"""The second pass over a wiki: each page against the index of all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Code, Diagnostic, Reporter, without_places
from tiki2md.dump import dump
from tiki2md.migration.attached import (
    attached_list,
    attached_section,
    attached_to_post,
    head_picture,
)
from tiki2md.migration.comment_notes import CommentNotes
from tiki2md.migration.discussion import discussion
from tiki2md.migration.page_limits import TooLongError, refuse_too_long
from tiki2md.migration.stub_text import stub_text
from tiki2md.migration.translations import translation_line
from tiki2md.model import TOPIC
from tiki2md.pipeline import (
    Surroundings,
    convert_page,
    parse_page,
    render_below,
    structured,
)
from tiki2md.plugins import Registry, default_registry
from tiki2md.render.titles import titled
from tiki2md.secrets import report_secrets
from tiki2md.site.debug import source_block, with_debug_dump
from tiki2md.site.frontmatter import compose, compose_least, page_metadata
from tiki2md.site.resolver import resolver_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.migration.questions import Questions
    from tiki2md.model import Comment, Page
    from tiki2md.nodes import Node
    from tiki2md.options import Options
    from tiki2md.plugins.fates import Fate
    from tiki2md.plugins.sitedata import SiteData
    from tiki2md.site.data import WikiData
    from tiki2md.site.index import Entry, SiteIndex
    from tiki2md.transforms.links import LinkResolver


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of one page.

    Attributes:
        text: of its file.
        diagnostics: in the order of their finding.
        used_files: paths of the files that it shows or links.
        failed: whether it is kept as source.
        fates: how often each plugin that it calls had which fate.
        places: the lines of the file that the spans of its findings became.
        line: what the next run will remember.
        file: the digest of its file, which an earlier run wrote and is right: no text then.
        learned: the places on pages that its links asked for, by their paths.
        is_written: whether the file has the text already.
    """

    text: str
    diagnostics: Sequence[Diagnostic] = ()
    used_files: frozenset[str] = frozenset()
    failed: bool = False
    fates: Mapping[str, Mapping[Fate, int]] = field(default_factory=dict)
    places: Mapping[tuple[int, int], int] = field(default_factory=dict)
    line: str = ""
    file: str = ""
    learned: Mapping[str, Any] = field(default_factory=dict)
    is_written: bool = False


def surroundings_of(
    page: Page,
    index: SiteIndex,
    *,
    registry: Registry | None = None,
    site: SiteData | None = None,
    used_files: set[str] | None = None,
    questions: Questions | None = None,
) -> Surroundings:
    """What is around a page of a site.

    Args:
        page: one of the pages of ``index``.
        index: of the site, with everything that changes the result.
        registry: the plugins that are known; by default, all that are installed.
        site: answers plugins that list pages or show others.
        used_files: takes the paths of the files that the page shows or links.
        questions: notes what the page asks of the wiki.
    """
    led_into = questions.led_into if questions is not None else None
    resolver = resolver_for(index, page, used_files, led_into)
    if questions is not None:
        resolver = questions.of_links(resolver)
        site = questions.of_site(site)
    entry = index.entry_of(page)
    return Surroundings(
        page=page.name,
        title=entry.title,
        is_html=page.is_html,
        is_rendered=page.is_rendered,
        resolver=resolver,
        variables=index.variables,
        hotwords=index.hotwords,
        registry=registry or default_registry(),
        site=site,
        above=blocks_above(entry, index, resolver),
        head=head_picture(page, index.options),
    )


def blocks_above(entry: Entry, index: SiteIndex, resolver: LinkResolver) -> tuple[Node, ...]:
    """What stands above the text of a page, of which its source knows nothing.

    Args:
        entry: of the page.
        index: of the site.
        resolver: for the links on the page.
    """
    return (*translation_line(entry, index, resolver), *stub_text(entry, index))


def convert_or_report(
    page: Page, options: Options, around: Surroundings, reporter: Reporter
) -> str | None:
    """The Markdown of a page; ``None``, and a diagnostic, if it could not be converted."""
    report_secrets(page.source, reporter)
    try:
        refuse_too_long(page.source)
        return convert_page(page.source, options, around, reporter)
    except Exception as error:
        _report_failure(error, reporter)
        return None


def _report_failure(error: Exception, reporter: Reporter) -> None:
    if isinstance(error, TooLongError):
        reporter.report(Code.PAGE_TOO_LONG, count=error.count)
        return
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    reporter.report(Code.PAGE_FAILED, error=reason)


def convert_entry(
    entry: Entry,
    site: WikiData,
    registry: Registry,
    *,
    debug_dump: bool = False,
    questions: Questions | None = None,
    alone: bool = False,
) -> Converted:
    """The file of one page: a pure function of the page and the site around it.

    What cannot be converted is kept as source in a code block, and reported.

    Args:
        entry: one of the entries of the site's index.
        site: the index, and the answers for plugins that ask about the wiki.
        registry: the plugins that are known.
        debug_dump: append Markdown, AST and source.
        questions: notes what the page asks of the wiki.
        alone: without what others put below the page: files attached to it, comments.
    """
    page, index, options = entry.page, site.index, site.index.options
    reporter = Reporter(page=page.name, source=page.source)
    used_files: set[str] = set()
    report_secrets(page.source, reporter)
    try:
        refuse_too_long(page.source)
        around = surroundings_of(
            page, index, registry=registry, site=site, used_files=used_files, questions=questions
        )
        body = convert_page(page.source, options, around, reporter)
        if debug_dump:
            document = parse_page(page.source, options, around)
            body = with_debug_dump(body, dump(document, "classic"), page.source)
        if not alone and (
            below := blocks_below(page, site, registry, reporter, used_files, questions)
        ):
            body = "\n".join(filter(None, (body, render_below(below, body, options, reporter))))
        body = titled(body, entry.title, options, reporter)
        text = compose(index.layout, page_metadata(index, entry), body, options)
    except Exception as error:
        _report_failure(error, reporter)
        return failed_entry(entry, index, reporter)
    return Converted(text, reporter.diagnostics, frozenset(used_files))


def around_comments(
    page: Page,
    site: WikiData,
    registry: Registry,
    used_files: set[str],
    questions: Questions | None = None,
) -> Surroundings:
    """What is around the comments on a page; arguments as for ``blocks_below``."""
    around = surroundings_of(
        page, site.index, registry=registry, site=site, used_files=used_files, questions=questions
    )
    return replace(around, is_html=False, is_rendered=False, title="", above=(), head=())


def blocks_below(
    page: Page,
    site: WikiData,
    registry: Registry,
    reporter: Reporter,
    used_files: set[str],
    questions: Questions | None = None,
) -> list[Node]:
    """What stands below the text of a page: the files attached to it, and its comments.

    Args:
        page: one of the pages of the site's index.
        site: the index, and the answers for plugins that ask about the wiki.
        registry: the plugins that are known.
        reporter: takes what was lost or unclear.
        used_files: has the paths of the files that the text shows or links, and takes those
            of the files below it.
        questions: notes what all this asks of the wiki.

    Returns:
        Blocks of a structure tree; none if there is nothing.
    """
    around = around_comments(page, site, registry, used_files, questions)
    assert around.resolver is not None  # by surroundings_of
    section = attached_section(page, site, used_files, around.resolver, reporter)
    if site.index.options.discussions == "section":
        section += _discussion(page, site, around, reporter)
    return section


def _discussion(page: Page, site: WikiData, around: Surroundings, reporter: Reporter) -> list[Node]:
    index, options = site.index, site.index.options

    def blocks_of_page() -> list[Node]:
        own = replace(around, is_html=page.is_html, is_rendered=page.is_rendered)
        document = parse_page(page.source, options, own)
        return structured(document, options, own, Reporter()).children

    notes = CommentNotes(blocks_of_page)

    def blocks_of(comment: Comment) -> list[Node]:
        inner = Reporter(page=page.name, source=comment.text)
        document = parse_page(comment.text, options, around)
        blocks = structured(document, options, around, inner).children
        blocks = notes.apart(blocks, comment.comment_id)
        if attached := attached_to_post(comment, site):
            assert around.resolver is not None  # by surroundings_of
            blocks.append(attached_list(attached, around.resolver, inner))
        reporter.diagnostics += without_places(inner.diagnostics)
        return blocks

    title = "Replies" if page.kind == TOPIC else "Comments"
    section = discussion(site.discussion(page), title, blocks_of, index.people.shown)
    return section + notes.definitions


def failed_entry(entry: Entry, index: SiteIndex, reporter: Reporter) -> Converted:
    """What becomes of a page that could not be converted: its source in a code block.

    Args:
        entry: of the page.
        index: of the site.
        reporter: knows why.
    """
    return Converted(_kept_as_source(entry, index), reporter.diagnostics, failed=True)


def _kept_as_source(entry: Entry, index: SiteIndex) -> str:
    body = source_block(entry.page.source)
    try:
        return compose(index.layout, page_metadata(index, entry), body, index.options)
    except Exception:  # Perhaps the front matter was what failed; this one cannot.
        return compose_least(index.layout, entry, body)
