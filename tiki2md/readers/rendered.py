"""Pages of Tiki's dump of rendered HTML: the last resort (tiki-exports §5.3)."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page
from tiki2md.readers.names import page_name
from tiki2md.readers.text import decode
from tiki2md.tiki_urls import INDEX_SCRIPT

if TYPE_CHECKING:
    from collections.abc import MutableSequence

SUFFIX = ".html"

_START = re.compile(
    rb"\s*<html><head><title>[^\n]*</title></head><body[^<>\n]*><a class='wiki' href='",
    re.IGNORECASE,
)
_HEAD = re.compile(
    # The first end of each part is it: nothing is tried again.  No name is as long as that.
    r"\s*<html><head>(?><title>(?P<title>[^\n]*?)</title></head><body[^<>\n]*>)"
    r"(?><a class='wiki' href='(?P<home>[^\n]*?)'>[^<\n]{0,1000}</a><br ?/?>)"
    r"<h1>[^\n]*?</h1><div class='wikitext'>",
    re.IGNORECASE,
)
_FOOT = "</div></body></html>"
_LINK = re.compile(r"""(<a\s(?:[^<>]*?\s)?href=)(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[#/?]|tiki-\w+\.php")
_REST = re.compile(r"([^'$]*?)\.html((?:['$].*)?)", re.DOTALL)
_OF_THE_SITE = re.compile(
    # The signs beside headings that link to them, and the forms for editing variables.
    r'<a href="#[^"<>]*" class="heading-link">(?:<span[^<>]*></span>)*</a>'
    r"|<span style='display:none;' id='dyn_[^'<>]*_edit'>(?:(?!</?span\b).)*</span>",
    re.IGNORECASE | re.DOTALL,
)
_EMPTY_LINE = re.compile(r"<br ?/?>\s*(?:<br ?/?>\s*)+", re.IGNORECASE)
_PAGE_LINK = re.compile(rf'href="{re.escape(INDEX_SCRIPT)}\?page=([^"#]+)')
_PARAMETERS = re.compile(
    r"&(?:structure|page_ref_id|pagenum|version|date|bl|no_bl|lang|fullscreen|redirectpage"
    r"|itemId)=.*",
    re.DOTALL,
)


def is_rendered(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is a page of such a dump."""
    return _START.match(head) is not None


def rendered_page(
    raw: bytes, name: str, modified: int, origin: str, reporter: Reporter
) -> tuple[Page, str]:
    """A page from its HTML: what stood between the title and the end of the page.

    Tiki made ``X.html`` of its links ``tiki-index.php?page=X``; that is undone, so
    that they are links between pages again.

    Args:
        raw: the HTML.
        name: the page's name; empty if only the HTML has it.
        modified: the time of its last change, Unix seconds, UTC.
        origin: where it was read, for messages.
        reporter: takes the diagnostics.

    Returns:
        The page, and the name of the site's home page.
    """
    text, valid = decode(raw)
    if not valid:
        reporter.report(Code.SOURCE_NOT_UTF8, where=origin)
    head = _HEAD.match(text)
    body = text[head.end() if head else 0 :].rstrip()
    foot = next(size for size in range(len(_FOOT), -1, -1) if body.endswith(_FOOT[:size]))
    if foot < len(_FOOT):
        reporter.report(Code.SOURCE_TRUNCATED, where=origin)
    body = body[: len(body) - foot].rstrip()
    body = _EMPTY_LINE.sub("\n<p>", _OF_THE_SITE.sub("", body))
    body = _LINK.sub(_link, body)
    page = Page(
        name=page_name(name or (head["title"] if head else "")),
        source=body,
        modified=modified,
        is_html=True,
        is_rendered=True,
        origin=origin,
    )
    return page, page_name((head["home"] if head else "").removesuffix(SUFFIX))


def _link(match: re.Match[str]) -> str:
    url = html.unescape(match[2] if match[2] is not None else match[3])
    found = None if _ELSEWHERE.match(url) else _REST.fullmatch(url)
    if found is None:
        return match[0]
    # Tiki's pattern ended at quotes and dollars, and went past the anchor.
    target = _PARAMETERS.sub("", found[1] + found[2])
    name, hash_sign, anchor = target.partition("#")
    url = f"{INDEX_SCRIPT}?page={quote(name, safe='')}{hash_sign}{anchor}"
    return f'{match[1]}"{html.escape(url)}"'


def fill_slugs(pages: MutableSequence[Page]) -> None:
    """Give rendered pages the slugs that the links between them show (tiki-exports §6.2).

    A site made the spaces in all its names dashes, or underscores; nothing but
    the links of a dump tells.
    """
    rendered = [(number, page.name) for number, page in enumerate(pages) if page.is_rendered]
    linked = {
        unquote(name)
        for page in pages
        if page.is_rendered
        for name in _PAGE_LINK.findall(page.source)
    }
    for sign in "-_":
        slugs = {name: re.sub(r"\s+", sign, name.strip()) for _, name in rendered}
        if any(slug in linked and slug != name for name, slug in slugs.items()):
            for number, name in rendered:
                page = pages[number]
                page.slug = slugs[name]
                pages[number] = page
            return
