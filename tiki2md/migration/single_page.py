"""A page that is converted without a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.dump import dump
from tiki2md.migration.page_limits import OutOfTimeError, at_most
from tiki2md.migration.pages import Converted, convert_or_report
from tiki2md.pipeline import Surroundings, parse_page
from tiki2md.site.debug import source_block, with_debug_dump

if TYPE_CHECKING:
    from tiki2md.diagnostics import Reporter
    from tiki2md.model import Page
    from tiki2md.options import Options
    from tiki2md.plugins import Registry


def surroundings_alone(page: Page, registry: Registry) -> Surroundings:
    """What is around a page that is converted without a site.

    Args:
        page: what was read.
        registry: the plugins that are known.
    """
    return Surroundings(
        page=page.name, is_html=page.is_html, is_rendered=page.is_rendered, registry=registry
    )


def convert_alone(
    page: Page,
    options: Options,
    around: Surroundings,
    reporter: Reporter,
    *,
    page_seconds: int,
    debug_dump: bool = False,
) -> Converted:
    """What becomes of a page alone.

    What cannot be converted is kept as source in a code block, and reported.

    Args:
        page: what was read.
        options: everything that changes the result.
        around: made by :func:`surroundings_alone`.
        reporter: takes what was lost or unclear.
        page_seconds: how long the page may take; 0 for as long as it wants.
        debug_dump: append Markdown, AST and source.
    """
    text = None
    try:
        with at_most(page_seconds):
            text = convert_or_report(page, options, around, reporter)
            if text is not None and debug_dump:
                document = parse_page(page.source, options, around)
                text = with_debug_dump(text, dump(document, "classic"), page.source)
    except OutOfTimeError as error:
        text = None
        reporter.report(Code.PAGE_FAILED, error=error)
    shown = source_block(page.source) if text is None else text
    return Converted(shown, reporter.diagnostics, failed=text is None)
