"""Tiki's own way to read a page: one substitution over the whole text after the other, then lines.

A second reading of tiki-syntax §2, §4 to §8, that shares nothing with ours: no lexer, no tree, no
grammar.  It knows a part of the syntax, writes HTML as Tiki does, and is as careless about
nesting.
"""

from __future__ import annotations

import re
from html import escape
from itertools import count

_LIST = {"*": "ul", "#": "ol"}
_BLOCK = re.compile(r"</?(?:table|div|dl|pre|blockquote|h[1-6])\b")
_ADDRESS = re.compile(r"(?<=[ (])([a-z0-9]+://[^<, \n)]+)", re.IGNORECASE)


class _Held:
    """What some phases do not look into: a mark stands for each piece.

    Args:
        sign: a character for the marks of these pieces.
    """

    def __init__(self, sign: str) -> None:
        self._sign = sign
        self._mark = re.compile(f"{sign}[0-9]+{sign}")
        self._pieces: dict[str, str] = {}
        self._numbers = count()

    def hold(self, html: str) -> str:
        mark = f"{self._sign}{next(self._numbers)}{self._sign}"
        self._pieces[mark] = html
        return mark

    def back(self, text: str) -> str:
        """``text`` with the pieces, and those in them."""
        while self._mark.search(text):
            text = self._mark.sub(lambda mark: self._pieces[mark[0]], text)
        return text


def shown(source: str) -> str:
    """The HTML of a page."""
    held = _Held("\x02")

    def literal(match: re.Match[str]) -> str:
        return held.hold(escape(match[1], quote=False))

    text = re.sub(r"~np~(.*?)~/np~", literal, source, flags=re.DOTALL)
    text = re.sub(r"\{(DIV|SUP|SUB)\(\)\}", lambda tag: held.hold(f"<{tag[1].lower()}>"), text)
    text = re.sub(r"\{(DIV|SUP|SUB)\}", lambda tag: held.hold(f"</{tag[1].lower()}>"), text)
    pre = re.compile(r"~pp~(.*?)~/pp~", re.DOTALL)
    text = pre.sub(lambda body: held.hold(f"<pre>{escape(body[1], quote=False)}</pre>"), text)
    text = escape(text, quote=False)
    return held.back(_lines(_tables(_links(_formats(text))), held))


def _formats(text: str) -> str:
    """Phases 7 to 18 (§2)."""
    text = re.sub(r"(?<!//)--([^\s>].+?)--", r"<del>\1</del>", text)
    text = re.sub(r"~([0-9]+)~", r"&#\1;", text)
    text = re.sub(r"\(\(([^\n|()]+)\)\)", lambda link: f'<a href="p">{link[1].strip()}</a>', text)
    text = re.sub(r"\(\([^\n|()]+\|([^)]+)\)\)", r'<a href="p">\1</a>', text)
    colour = re.compile(r"~~([^~:,]+):([^~]*)~~")
    text = colour.sub(r'<span style="color:\1">\2</span>', text)
    brackets = _Held("\x03")
    bracket = re.compile(r"(?<![A-Za-z0-9])\[[^][]*\](?![A-Za-z0-9])")
    text = bracket.sub(lambda link: brackets.hold(link[0]), text)
    text = re.sub(r"\^(.+?)\^", r"<div>\1</div>", text, flags=re.DOTALL)
    text = re.sub(r"===(.+?)===", r"<u>\1</u>", text)
    text = re.sub(r"::(.+?)::", r"<div>\1</div>", text)
    return brackets.back(text)


def _links(text: str) -> str:
    """External links (§8.2)."""
    text = re.sub(r"\[([^][|]+)\|([^][|]+)\]", r'<a href="\1">\2</a>', text)
    return re.sub(r"\[([^][|]+)\]", r'<a href="\1">\1</a>', text)


def _tables(text: str) -> str:
    """Tables, whose rows are joined (§6)."""

    def table(match: re.Match[str]) -> str:
        rows = [row.split("|") for row in match[1].split("\n")]
        written = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows if row != [""]]
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in written)}</table>"

    return re.sub(r"\|\|(.*?)\|\|", table, text, flags=re.DOTALL)


def _in_line(line: str) -> str:
    """What the line loop does to a line before it looks at its beginning (§7)."""
    line = re.sub(r"(^|\s)-\+(.*?)\+-", r"\1<code>\2</code>", line)
    line = re.sub(r"__(.*?)__", r"<strong>\1</strong>", line)
    line = re.sub(r"''(.*?)''", r"<em>\1</em>", line)
    line = _ADDRESS.sub(r'<a href="\1">\1</a>', f" {line}")[1:]
    return re.sub(r"^;([^:]*):(?!/)(.+)$", r"<dl><dt>\1</dt><dd>\2</dd></dl>", line)


class _Page:
    """The HTML of the lines so far (§4, §5)."""

    def __init__(self, *, single: bool) -> None:
        self.html: list[str] = []
        self._single = single
        self._paragraph = False
        self._lists: list[str] = []

    def close(self) -> None:
        self._close_paragraph()
        self._close_lists(0)

    def heading(self, level: int, title: str) -> None:
        self.close()
        self.html.append(f"<h{level}>{title}</h{level}>")

    def rule(self) -> None:
        self.close()
        self.html.append("<hr>")

    def item(self, mark: str, depth: int, text: str) -> None:
        self._close_paragraph()
        self._close_lists(depth)
        kind = _LIST[mark]
        if len(self._lists) == depth:
            self.html.append("</li>")
            if self._lists[-1] != kind:
                self.html.append(f"</{self._lists.pop()}>")
            else:
                self.html.append("<li>")
        while len(self._lists) < depth:
            self._lists.append(kind)
            self.html.append(f"<{kind}><li>")
        self.html.append(text)

    def continuation(self, depth: int, line: str) -> None:
        self._close_lists(depth)
        if self._lists:
            self.html.append(f"<br>{line[len(self._lists) :]}")
        else:
            self._close_paragraph()
            self.html.append(f"{line}\n")

    def ordinary(self, line: str, *, block: bool) -> None:
        self._close_lists(0)
        if not line.strip():
            self._close_paragraph()
            self.html.append("<p></p>")
        elif block:
            self._close_paragraph()
            self.html.append(f"{line}\n")
        elif self._single:
            self.html.append(line)
        else:
            self.html.append("<br>" if self._paragraph else "<p>")
            self.html.append(f"{line}\n")
            self._paragraph = True

    def _close_paragraph(self) -> None:
        if self._paragraph:
            self.html.append("</p>")
        self._paragraph = False

    def _close_lists(self, depth: int) -> None:
        while len(self._lists) > depth:
            self.html.append(f"</li></{self._lists.pop()}>")


def _lines(text: str, held: _Held) -> str:
    """Phase 21 and the break of phase 23."""
    lines = text.split("\n")
    page = _Page(single=len(lines) == 1)
    for line in (_in_line(line.rstrip()) for line in lines):
        mark = line[:1]
        depth = len(line) - len(line.lstrip(mark)) if mark else 0
        heading = re.match(r"(!{1,6})(?!!)(.*)", line)
        if re.match(r"-{3,5}", line):
            page.rule()
        elif mark in _LIST:
            page.item(mark, depth, line[depth:])
        elif mark == "+":
            page.continuation(depth, line)
        elif heading:
            page.heading(len(heading[1]), heading[2])
        else:
            page.ordinary(line, block=_BLOCK.search(held.back(line)) is not None)
    page.close()
    return re.sub(r"\n?(?<![^%]\d)%%%", "<br>", "".join(page.html))
