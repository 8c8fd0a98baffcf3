"""The links between files of Markdown, for the crawl of targets that no generator builds.

Nothing here knows how tiki2md writes: the files are read by markdown-it-py, headings get the ids
that its plugin for GitHub gives, and wiki links lead where Obsidian's help says they do.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from crawl import HOST, Crawl, Document, document, never
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from markdown_it.token import Token

_WIKI_LINK = re.compile(r"(!?)\[\[([^\[\]|#]*)(?:#([^\[\]|]*))?(?:\|[^\[\]]*)?\]\]")
_PUNCTUATION = re.compile(r'[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+')
"""What Obsidian does not compare when it looks for a heading."""


def crawl_files(root: Path, style: str, ignored: Callable[[str], object] = never) -> Crawl:
    """Follow the links of all files of Markdown below ``root``.

    Args:
        root: the folder of the files.
        style: ``gfm``, or ``obsidian`` for wiki links and headings that are found by their titles.
        ignored: tells the addresses that may lead nowhere.
    """
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(front_matter_plugin).use(footnote_plugin)
    reader.use(anchors_plugin, max_level=6)
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    files = {path.relative_to(root).as_posix() for path in paths}
    files = {name for name in files if not name.startswith(".")}
    documents = {
        name: _read(reader, (root / name).read_text("utf-8"), wiki=style == "obsidian")
        for name in sorted(files)
        if name.endswith(".md")
    }
    stems = _by_last_part(files)

    def find(path: str) -> str | None:
        name = unquote(path).lstrip("/")
        if style == "obsidian" and name not in files:
            # A note is found by its name alone, whatever folder it and the link are in.
            last = name.rpartition("/")[2].casefold()
            return stems.get(last) or stems.get(f"{last}.md")
        return name if name in files else None

    result = Crawl(documents=len(documents))
    ids = {name: page.ids for name, page in documents.items()}
    for name, page in documents.items():
        here = f"{HOST}/{quote(name)}"
        if style == "obsidian":
            page.links = [(tag, _compared(url)) for tag, url in page.links]
        result.follow(name, here, page, find, ids, ignored)
    return result


def _read(reader: MarkdownIt, text: str, *, wiki: bool) -> Document:
    tokens = reader.parse(text)
    found = document(str(reader.renderer.render(tokens, reader.options, {})))
    if not wiki:
        return found
    for before, token in pairwise([*tokens[:1], *tokens]):
        if before.type == "heading_open":
            found.ids.discard(str(before.attrGet("id")))
            # Obsidian compares a heading as it was typed; a character's number is no name of it.
            found.ids.add(_bare(re.sub(r"&#\d+;", " ", token.content)))
    # Before it joins them with the text, escaped characters are told from others.
    reader.disable("text_join")
    found.links += [link for token in reader.parse(text) for link in _wiki_links(token)]
    reader.enable("text_join")
    return found


def _wiki_links(token: Token) -> list[tuple[str, str]]:
    shown = "".join(
        child.content if child.type == "text" else "\0" for child in token.children or ()
    )
    return [
        ("img" if embed else "a", quote(name.strip("\\")) + (f"#{quote(place)}" if place else ""))
        for embed, name, place in _WIKI_LINK.findall(shown)
    ]


def _compared(url: str) -> str:
    """An address whose place is written as headings are compared."""
    path, _, place = url.partition("#")
    return f"{path}#{quote(_bare(unquote(place)))}" if place else path


def _bare(title: str) -> str:
    return _PUNCTUATION.sub(" ", title).strip().lower()


def _by_last_part(files: set[str]) -> dict[str, str]:
    return {name.rpartition("/")[2].casefold(): name for name in sorted(files, reverse=True)}
