"""A preview of a wiki without a server, and what is in the pages that it answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser

from tiki2md.diagnostics import Reporter
from tiki2md.findings import findings_of
from tiki2md.migration import Plan
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.preview import Preview, SitePages
from tiki2md.preview.rendering import rendering

if TYPE_CHECKING:
    from tiki2md.preview.frame import Answer


def preview_of(wiki: Wiki, target: str = "hugo", **options: object) -> Preview:
    """What answers for a wiki."""
    plan, reporter = Plan(registry=default_registry()), Reporter()
    site = SitePages(wiki, Options(target=target, **options), plan, reporter)  # type: ignore[arg-type]
    return Preview(site, findings_of, findings_of(reporter.diagnostics))


def preview_for(*sources: str, target: str = "gfm") -> Preview:
    """What answers for pages with these sources, which are called P0, P1 and so on."""
    return preview_of(
        Wiki(pages=[Page(name=f"P{n}", source=s) for n, s in enumerate(sources)]), target
    )


def elements(answer: Answer, selector: str) -> list[str]:
    """The texts of some elements of an answer."""
    return [node.text() for node in LexborHTMLParser(answer.body).css(selector)]


def attributes(answer: Answer, selector: str, name: str) -> list[str]:
    """The values of an attribute, for those elements that have it."""
    found = LexborHTMLParser(answer.body).css(selector)
    return [node.attributes[name] or "" for node in found if name in node.attributes]


def rendered(markdown: str, target: str = "gfm") -> str:
    """The rendering of a text, for which only ``b.md`` is a page."""
    return rendering(
        markdown,
        target,
        front_matter=False,
        led_to=lambda address: address if address == "b.md" else "",
        pages={"b.md": 1},
        picture=lambda _: None,
    )


def script_of(answer: Answer) -> str:
    """All that is script in an answer."""
    return "".join(elements(answer, "script"))


def address_of(preview: Preview, number: int, kind: str = "page") -> str:
    """Where a page is answered for, or one of its parts."""
    path = list(preview._numbers)[number]
    return f"/{kind}/{quote(path, errors='replace')}"
