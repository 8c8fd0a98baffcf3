"""The list of the pages of a wiki."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tiki2md.preview.frame import Answer, address, framed
from tiki2md.report.listing import badges
from tiki2md.report.markup import count, details, name, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tiki2md.findings import Finding
    from tiki2md.preview.pages import Head

PER_PAGE = 200
"""Pages that are listed at once."""
MAX_RUN = 300
"""Findings about the whole wiki that are listed."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the list.

    Attributes:
        words: all of them must be in the name, the title or the path of a page.
        start: the number of the first page that is listed, among those.
    """

    words: str = ""
    start: int = 0

    def found(self, heads: Sequence[Head]) -> list[int]:
        """The numbers of the pages that have all words."""
        words = self.words.casefold().split()
        return [
            number
            for number, head in enumerate(heads)
            if all(word in f"{head.name}\n{head.title}\n{head.path}".casefold() for word in words)
        ]

    @property
    def shown(self) -> slice:
        """Which of those are listed."""
        return slice(self.start, self.start + PER_PAGE)

    @property
    def url(self) -> str:
        """The address of this list."""
        return f"/?{urlencode({'q': self.words, 'start': self.start}, errors='replace')}"


def page_list(
    heads: Sequence[Head],
    query: Query,
    found: Sequence[int],
    findings: Mapping[int, Sequence[Finding]],
    about_all: Sequence[Finding],
    target: str,
) -> Answer:
    """The first page of a preview.

    Args:
        heads: of all pages.
        query: what is asked for.
        found: the numbers of the pages that it means.
        findings: of the pages that were converted, by their numbers.
        about_all: findings about the whole wiki.
        target: of the conversion.
    """
    listed = found[query.shown]
    rows = "\n".join(_row(heads[number], findings.get(number)) for number in listed)
    pages = count(len(heads), "page")
    shown = f"{len(found):,} of {pages}" if query.words.strip() else pages
    table = (
        '<div class="scroll"><table><thead><tr><th scope="col">Page</th><th scope="col">File</th>'
        f'<th scope="col">Findings</th></tr></thead><tbody>\n{rows}\n</tbody></table></div>'
        if listed
        else "<p>No page has these words in its name, its title or its path.</p>"
    )
    body = f"""<header>
<p class="kind">tiki2md preview · {text(target)}</p>
<h1>{shown}</h1>
<form role="search" action="/"><label>Pages with these words
<input type="search" name="q" value="{text(query.words)}" autocomplete="off"></label>
<button>Search</button></form>
</header>
<main>
{_about_all(about_all)}{table}
{_ways(query, len(found))}{_uncounted(sum(number not in findings for number in listed))}
</main>"""
    return framed(f"{shown} – preview", body, css_class="list")


def _uncounted(number: int) -> str:
    if not number:
        return ""
    return (
        f'<p class="more">The findings of {count(number, "page")} here are not counted yet: a page '
        "must be converted for it. Reload the list to have more of them.</p>"
    )


def _row(head: Head, findings: Sequence[Finding] | None) -> str:
    title = f" {name(head.title)}" if head.title != head.name else ""
    counted = "" if findings is None else badges(findings) or "none"
    return (
        f'<tr><th scope="row"><a href="{address("page", head.path)}">{name(head.name)}</a>'
        f'<span class="title">{title}</span></th>'
        f"<td><code>{text(head.path)}</code></td><td>{counted}</td></tr>"
    )


def _ways(query: Query, total: int) -> str:
    ways = [
        (rel, label, start)
        for rel, label, start in (
            ("prev", "← Before", query.start - PER_PAGE),
            ("next", "Next →", query.start + PER_PAGE),
        )
        if -PER_PAGE < start < total
    ]
    links = " ".join(
        f'<a rel="{rel}" href="{text(Query(query.words, max(start, 0)).url)}">{label}</a>'
        for rel, label, start in ways
    )
    return f'<nav aria-label="More pages">{links}</nav>\n' if links else ""


def _about_all(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    left = len(findings) - MAX_RUN
    more = f'<p class="more">{count(left, "more finding")}.</p>' if left > 0 else ""
    summary = f"{count(len(findings), 'finding')} about the whole wiki {badges(findings)}"
    items = "\n".join(_items(findings[:MAX_RUN]))
    return details(summary, f"<ol>\n{items}\n</ol>{more}", ' class="findings"') + "\n"


def _items(findings: Iterable[Finding]) -> Iterable[str]:
    for finding in findings:
        kind = "ignored" if finding.ignored else finding.severity.label
        page = f"{name(finding.page)}: " if finding.page else ""
        yield (
            f'<li><span class="badge {kind}">{kind}</span> <code>{finding.rule}</code> '
            f"{page}{text(finding.message)}</li>"
        )
