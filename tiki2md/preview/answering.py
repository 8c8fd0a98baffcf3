"""Answers for the addresses of a preview."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from tiki2md.migration.page_limits import OutOfTimeError, at_most
from tiki2md.preview.frame import Answer, framed, plain, sandboxed
from tiki2md.preview.listing import Query, page_list
from tiki2md.preview.page import View, page_view
from tiki2md.preview.rendering import rendering
from tiki2md.report.markup import text
from tiki2md.verify.libraries import MissingLibraryError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tiki2md.diagnostics import Diagnostic
    from tiki2md.findings import Finding
    from tiki2md.preview.pages import Pages

COUNTING_SECONDS = 1.0
"""How long pages are converted for a list of them, to count their findings."""
KEPT = 8
"""Pages that were looked at last, and are not converted again for their parts."""


class Preview:
    """Answers for the addresses of a preview, one at a time.

    Args:
        pages: what the preview is of.
        judge: makes findings of diagnostics.
        about_all: findings about the whole wiki.
        page_seconds: how long the rendering of a page may take; 0 for as long as it wants.
        clock: seconds, from any beginning.
    """

    def __init__(
        self,
        pages: Pages,
        judge: Callable[[Sequence[Diagnostic]], Sequence[Finding]],
        about_all: Sequence[Finding] = (),
        page_seconds: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pages = pages
        self._judge = judge
        self._about_all = about_all
        self._page_seconds = page_seconds
        self._clock = clock
        self._numbers = {head.path: number for number, head in enumerate(pages.heads)}
        self._made = lru_cache(KEPT)(pages.converted)
        self._findings: dict[int, Sequence[Finding]] = {}
        self._answers: dict[str, Callable[[int], Answer]] = {
            "page": self._page,
            "rendering": self._rendering,
            "markdown": lambda number: plain(self._made(number).text),
            "source": lambda number: plain(pages.page(number).source),
        }

    def answer(self, target: str) -> Answer:
        """What a browser gets for an address.

        Args:
            target: path and query, as they are sent.
        """
        path, _, query = target.partition("?")
        if path == "/":
            return self._page(0) if self._is_alone else self._list(query)
        _, _, rest = path.partition("/")
        kind, _, name = rest.partition("/")
        number = self._numbers.get(unquote(name, errors="replace"))
        if kind not in self._answers or number is None:
            return _no_page(unquote(path, errors="replace"))
        return self._answers[kind](number)

    @property
    def _is_alone(self) -> bool:
        return len(self._pages.heads) == 1

    def _list(self, query: str) -> Answer:
        asked = parse_qs(query, errors="replace")
        start = asked.get("start", ["0"])[0]
        wanted = Query(
            asked.get("q", [""])[0],
            int(start) if start.isascii() and start.isdecimal() and len(start) < 10 else 0,
        )
        heads = self._pages.heads
        found = wanted.found(heads)
        end = self._clock() + COUNTING_SECONDS
        for number in found[wanted.shown]:
            if self._clock() > end:
                break
            self._judged(number)
        target = self._pages.target
        return page_list(heads, wanted, found, self._findings, self._about_all, target)

    def _page(self, number: int) -> Answer:
        heads = self._pages.heads
        # As they stand in the source; those without a place come last.
        findings = sorted(self._judged(number), key=lambda found: (not found.line, found.span))
        view = View(
            head=heads[number],
            source=self._pages.page(number).source,
            text=self._made(number).text,
            document=self._pages.document(number),
            findings=[*self._about_all, *findings] if self._is_alone else findings,
            target=self._pages.target,
            before=heads[number - 1] if number else None,
            after=heads[number + 1] if number + 1 < len(heads) else None,
            alone=self._is_alone,
        )
        return page_view(view)

    def _rendering(self, number: int) -> Answer:
        made = self._made(number)  # has a limit of its own
        try:
            with at_most(self._page_seconds):
                body = rendering(
                    made.text,
                    self._pages.target,
                    front_matter=self._pages.front_matter,
                    led_to=lambda address: self._pages.led_to(number, address),
                    pages=self._numbers,
                    picture=self._pages.picture,
                )
        except MissingLibraryError as error:
            body = f'<p class="none">{text(error)}</p>'
        except OutOfTimeError as error:
            body = f'<p class="none">There is no rendering: {text(error)}.</p>'
        return sandboxed(self._pages.heads[number].name, body)

    def _judged(self, number: int) -> Sequence[Finding]:
        """The findings of a page, which are kept."""
        if number not in self._findings:
            self._findings[number] = self._judge(self._made(number).diagnostics)
        return self._findings[number]


def _no_page(path: str) -> Answer:
    body = (
        f"<header><h1>There is no such page</h1></header>\n<main><p>The wiki has nothing at "
        f'<code>{text(path)}</code>.</p><p><a href="/">All pages</a></p></main>'
    )
    return framed("There is no such page", body, css_class="list", status=404)
