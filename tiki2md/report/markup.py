"""Small pieces of HTML, in which nothing that comes from a wiki can act."""

from __future__ import annotations

import base64
import hashlib
import html
import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Sequence


def asset(name: str) -> str:
    """A file of style or script beside this module."""
    return files("tiki2md.report").joinpath(name).read_text("utf-8")


def hash_source(part: str) -> str:
    """What a page's policy (CSP) calls the text of a style or a script that it allows."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"


def head(title: str, style: str, *others: str) -> str:
    """The beginning of a page, up to the end of its head.

    Args:
        title: plain text.
        style: of the page.
        others: what else its head has, in HTML.
    """
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            *others,
            f"<title>{text(title)}</title>",
            f"<style>{style}</style>",
            "</head>\n",
        )
    )


def text(value: object) -> str:
    """``value`` as text of an element or of a quoted attribute.

    Characters that cannot be shown, or that turn the direction of what follows them, are
    written as their numbers.
    """
    shown = str(value)
    if not shown.isprintable():
        shown = "".join(map(_shown, shown))
    return html.escape(shown, quote=True)


def _shown(character: str) -> str:
    if character in "\t\n":
        return character
    turns = "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
    if turns or unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"}:
        return f"\\x{ord(character):02x}"
    return character


def name(value: str) -> str:
    """A name from the wiki, whose direction of writing is kept to itself."""
    return f"<bdi>{text(value)}</bdi>" if value else "<i>no name</i>"


def link(path: str, label: str) -> str:
    """A link to a file of the site, as the report's own folder sees it."""
    return f'<a href="../{text(quote(path, errors="replace"))}">{text(label)}</a>'


def details(summary: str, body: str, attributes: str = "") -> str:
    """A part to fold open; ``summary`` and ``body`` are HTML."""
    return f"<details{attributes}><summary>{summary}</summary>\n{body}\n</details>"


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], css_class: str = "") -> str:
    """A table of cells in HTML; columns of numbers have a head that begins with ``#``."""
    numbers = {index for index, title in enumerate(head) if title.startswith("#")}
    heads = "".join(
        f'<th scope="col"{_number(index in numbers)}>{text(title.removeprefix("#"))}</th>'
        for index, title in enumerate(head)
    )
    lines = (
        "".join(f"<td{_number(index in numbers)}>{cell}</td>" for index, cell in enumerate(row))
        for row in rows
    )
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    kind = f' class="{css_class}"' if css_class else ""
    return (
        f'<div class="scroll"><table{kind}><thead><tr>{heads}</tr></thead>'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def _number(is_number: bool) -> str:  # noqa: FBT001 - one thing to say
    return ' class="number"' if is_number else ""


def left_out(number: int, one: str, many: str) -> str:
    """What a list leaves to ``report.json``; nothing if it has all.

    Args:
        number: of what is not in the list; none if it is no more than 0.
        one: a noun and its verb, such as ``page is``.
        many: the same for several.
    """
    if number <= 0:
        return ""
    return f'<p class="more">{count(number, one, many)} only in <code>report.json</code>.</p>'


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
