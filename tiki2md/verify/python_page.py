"""Markdown as MkDocs and Zensical read it: Python-Markdown with the extensions of the scaffold."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tiki2md.verify.libraries import MissingLibraryError
from tiki2md.verify.markup import problem

_EXTENSIONS = (
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tabbed",
)
_LINE_NUMBERS = re.compile(r'(?m)^([ >]*[`~]{3,}+.*) linenums="1"')
_REFERENCE = re.compile(r'<sup id="fnref\d*:([^"]+)"><a class="footnote-ref"[^>]*>[^<]*</a></sup>')
_NOTES = re.compile(r'<div class="footnote">\s*<hr ?/?>\s*<ol>')
_END_OF_NOTES = re.compile(r"</ol>\s*</div>")
_NOTE = re.compile(r'<li id="fn:([^"]+)">(.*?)(?=<li id="fn:|\Z)', re.DOTALL)
_BACK = re.compile(r'(?:&#160;)?<a class="footnote-backref"[^<>]*>[^<]*</a>')


def python_html(body: str) -> str:
    """The HTML of a page; if it cannot be read, what says so.

    Raises:
        MissingLibraryError: Python-Markdown or PyMdown Extensions are not installed.
    """
    # Numbers beside code need a highlighter, which would cut the code in pieces.
    try:
        html = str(_parser().reset().convert(_LINE_NUMBERS.sub(r"\1", body)))
    except RuntimeError as error:  # MkDocs stops, too, where the text of a note stands in another's
        return problem(body.strip().partition("\n")[0], f"Python-Markdown fails ({error})")
    html = _REFERENCE.sub(r"[^\1]", html)
    html = _BACK.sub("", html)
    begin = _NOTES.search(html)
    *_, end = [None, *_END_OF_NOTES.finditer(html, begin.end())] if begin else [None]
    if begin is None or end is None:
        return html
    notes = _NOTE.sub(_written_note, html[begin.end() : end.start()])
    return f"{html[: begin.start()]}{notes}{html[end.end() :]}"


def _written_note(note: re.Match[str]) -> str:
    text = note[2].rstrip().removesuffix("</li>")
    return f"<div>[^{note[1]}]: {text}</div>"


@cache
def _parser() -> Any:
    try:
        from markdown import Markdown
        from pymdownx.slugs import slugify
    except ImportError as error:
        raise MissingLibraryError(error) from error
    settings: dict[str, dict[str, Any]] = {
        "pymdownx.highlight": {"use_pygments": False},
        "toc": {"slugify": slugify(case="lower")},
    }
    return Markdown(extensions=list(_EXTENSIONS), extension_configs=settings)
