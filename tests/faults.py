"""Random faults in the files of a written site, each of which a reader would mind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.proof import Expectation, ExpectedPage, Proof, compare
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path


_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
_HIDDEN = re.compile(
    r"<!--.*?-->|\{/\*.*?\*/\}|</?[A-Za-z][^>]*>|<[a-z]+:[^>]*>|&\w+;|https?://\S+|\]\([^)]*\)"
    r"|^\s*[`~]{3,}[^\n]*$|^\[\^?[^\]]*\]:[^\n]*$|^import [^\n]*$|^[ >]*:::+\w*"
    r"|\[![A-Za-z]+\][+-]?|\[\[[^\]|\n]*\\?\||\|\d+(?:x\d+)?\]\("
    r"|^\{\s*#[^\n]*\}$|\{::?[^{}\n]*\}|\{%[^%\n]*%\}| \{#[^{}\n]*\}$",
    re.DOTALL | re.MULTILINE,
)
"""What a reader does not see as words: comments, tags, addresses, fences, attributes."""
_LINK = re.compile(
    r"(?:(?<!!)\[[^\]\n]*\]\(|\[\[)([^)\s#\]]+\.md|[a-z]+://[^)\s]+|(?<=\[\[)[^\]\[#|\n]+)"
)
_FRAGMENT = re.compile(r"(?:\]\([^)\s#]*#|<a id=\"|\[\[[^\]|\n#]*#)([^)\s\"\]|]+)")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)|<img [^>]*>")
_TITLE = re.compile(
    r"\]\((?:<[^>\n]*>|[^\s()]+) (\"(?:[^\"\\\n]|\\.)+\")\)|<[a-z]+ [^<>\n]*title=(\"[^\"\n]+\")"
)
_HEADING = re.compile(r"^(#{1,6}) (?=\S)", re.MULTILINE)
_ROW = re.compile(r"^\|(?![-:| ]*$).+\|$", re.MULTILINE)
_HTML_CELL = re.compile(r"<t[dh]\b[^>]*>((?:(?!</?t[dhr]\b|<table).)*)</t[dh]>", re.DOTALL)
_FENCE = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
_ITEM = re.compile(r"^ *(?:[-*]|\d+[.)]) (?=\S)", re.MULTILINE)

Fault = Callable[[str, str, "Random"], "str | None"]
"""Takes front matter, body and chance; returns the file with a fault, or nothing if it cannot."""


def _span(pattern: re.Pattern[str], text: str, chance: Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def _seen_words(body: str) -> list[tuple[int, int]]:
    hidden = _HIDDEN.sub(lambda match: " " * len(match[0]), body)
    return [match.span() for match in _WORD.finditer(hidden)]


def word_deleted(head: str, body: str, chance: Random) -> str | None:
    words = _seen_words(body)
    if not words:
        return None
    start, end = chance.choice(words)
    return head + body[:start] + body[end:]


def words_swapped(head: str, body: str, chance: Random) -> str | None:
    words = _seen_words(body)
    pairs = [(one, two) for one, two in pairwise(words) if body[slice(*one)] != body[slice(*two)]]
    if not pairs:
        return None
    (a, b), (c, d) = chance.choice(pairs)
    return head + body[:a] + body[c:d] + body[b:c] + body[a:b] + body[d:]


def link_broken(head: str, body: str, chance: Random) -> str | None:
    match = _span(_LINK, body, chance)
    if match is None:
        return None
    return head + body[: match.start(1)] + "no-such-" + body[match.start(1) :]


def heading_level(head: str, body: str, chance: Random) -> str | None:
    prose = _FENCE.sub(lambda match: " " * len(match[0]), body)
    match = _span(_HEADING, prose, chance)
    if match is None:
        return None
    marks = match[1]
    other = (
        marks[1:] if len(marks) == 6 or (len(marks) > 1 and chance.random() < 0.5) else f"#{marks}"
    )
    return head + body[: match.start(1)] + other + body[match.end(1) :]


def cell_moved(head: str, body: str, chance: Random) -> str | None:
    rows = [row for row in _ROW.finditer(body) if len(set(_cells(row[0]))) > 1]
    if not rows:
        return _html_cell_moved(head, body, chance)
    row = chance.choice(rows)
    cells = _cells(row[0])
    at = chance.choice([n for n in range(len(cells) - 1) if cells[n] != cells[n + 1]] or [-1])
    if at < 0:
        return None
    cells[at], cells[at + 1] = cells[at + 1], cells[at]
    return head + body[: row.start()] + "| " + " | ".join(cells) + " |" + body[row.end() :]


def _html_cell_moved(head: str, body: str, chance: Random) -> str | None:
    """Two cells of a row change places, where the target has tables in HTML only."""
    cells = list(_HTML_CELL.finditer(body))
    near = [
        (one, two)
        for one, two in pairwise(cells)
        if not body[one.end() : two.start()].strip() and one[1].strip() != two[1].strip()
    ]
    if not near:
        return None
    one, two = chance.choice(near)
    between = body[one.end(1) : two.start(1)]
    return head + body[: one.start(1)] + two[1] + between + one[1] + body[two.end(1) :]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]


def truncated(head: str, body: str, chance: Random) -> str | None:
    words = _seen_words(body)
    if not words:
        return None
    return head + body[: chance.choice(words)[0]]


def front_matter_edited(head: str, body: str, chance: Random) -> str | None:
    lines = head.splitlines(keepends=True)[1:-1]
    if not lines:
        return None
    at = chance.randrange(len(lines))
    if chance.random() < 0.5:
        del lines[at]
    else:
        key, colon, value = lines[at].partition(":")
        lines[at] = f"{key}{colon} other{value}" if colon and value.strip() else f"  x{lines[at]}"
    return "---\n" + "".join(lines) + "---\n" + body


def image_removed(head: str, body: str, chance: Random) -> str | None:
    prose = _FENCE.sub(lambda match: " " * len(match[0]), body)
    match = _span(_IMAGE, prose, chance)
    return head + body[: match.start()] + body[match.end() :] if match else None


def tooltip_edited(head: str, body: str, chance: Random) -> str | None:
    """Another text under the pointer, or none."""
    prose = _FENCE.sub(lambda match: " " * len(match[0]), body)
    match = _span(_TITLE, prose, chance)
    if match is None:
        return None
    start, end = match.span(1) if match[1] else match.span(2)
    text = body[start:end]
    new = f'{text[:-1]} other"' if chance.random() < 0.5 else '""'
    return head + body[:start] + new + body[end:]


def line_duplicated(head: str, body: str, chance: Random) -> str | None:
    words = _seen_words(body)
    if not words:
        return None
    at = chance.choice(words)[0]
    start, end = body.rfind("\n", 0, at) + 1, body.find("\n", at)
    line = body[start : end if end >= 0 else len(body)]
    return head + body[:start] + line + "\n" + body[start:]


def anchor_changed(head: str, body: str, chance: Random) -> str | None:
    match = _span(_FRAGMENT, body, chance)
    if match is None:
        return None
    return head + body[: match.start(1)] + "x-" + body[match.start(1) :]


def code_changed(head: str, body: str, chance: Random) -> str | None:
    fences = [match for match in _FENCE.finditer(body) if match[2].strip()]
    if not fences:
        return None
    at = chance.choice(fences).start(2)
    return head + body[:at] + "  " + body[at:]


def item_joined(head: str, body: str, chance: Random) -> str | None:
    prose = _FENCE.sub(lambda match: " " * len(match[0]), body)
    match = _span(_ITEM, prose, chance)
    return head + body[: match.start()] + body[match.end() :] if match else None


FAULTS: tuple[Fault, ...] = (
    word_deleted,
    words_swapped,
    link_broken,
    heading_level,
    cell_moved,
    truncated,
    front_matter_edited,
    image_removed,
    tooltip_edited,
    line_duplicated,
    anchor_changed,
    code_changed,
    item_joined,
)


@dataclass
class Trial:
    """What came of one fault."""

    kind: str
    path: str
    before: str
    after: str
    found: bool


@dataclass(frozen=True, slots=True)
class Kept(Expectation):
    """Pages are made once, and stay in memory, however often a folder is compared with them."""

    pages: dict[int, ExpectedPage] = field(default_factory=dict)

    def page(self, number: int) -> ExpectedPage:
        if number not in self.pages:
            self.pages[number] = Expectation.page(self, number)
        return self.pages[number]


def try_faults(expectation: Expectation, out: Path, count: int, chance: Random) -> list[Trial]:
    """Put ``count`` faults into the pages of a site, one in a file at a time, and verify it.

    What the manifest says is not looked at: it would give every one of them away.
    """

    kept = Kept(expectation.site, expectation.registry)

    def check() -> Proof:
        return compare(kept, open_folder(out))

    clean = _found(check())
    paths = sorted(clean)
    possible = [kind for kind in FAULTS if any(_takes(out / path, kind) for path in paths)]
    trials: list[Trial] = []
    while len(trials) < count:
        chance.shuffle(paths)
        kinds = [possible[number % len(possible)] for number in range(len(trials), count)]
        chance.shuffle(kinds)
        tried: list[Trial] = []
        for path in paths:
            before = (out / path).read_text("utf-8")
            for kind in kinds:
                after = _with_fault(before, kind, chance)
                if after is not None and after != before:
                    kinds.remove(kind)
                    (out / path).write_text(after, "utf-8")
                    tried.append(Trial(kind.__name__, path, before, after, found=False))
                    break
        assert tried, f"no page takes a fault of the kinds {kinds}"
        found = _found(check())
        for trial in tried:
            trial.found = bool(found[trial.path] - clean[trial.path])
            (out / trial.path).write_text(trial.before, "utf-8")
        trials += tried
    assert _found(check()) == clean
    return trials


def _takes(path: Path, kind: Fault) -> bool:
    return _with_fault(path.read_text("utf-8"), kind, Random(1)) is not None  # noqa: S311 - no secret


def _with_fault(text: str, kind: Fault, chance: Random) -> str | None:
    match = _FRONT_MATTER.match(text)
    head = match[0] if match else ""
    return kind(head, text[len(head) :], chance)


def _found(proof: Proof) -> dict[str, set[str]]:
    assert all(f.diagnostic.code is Code.VERIFY_MANIFEST for f in proof.findings), proof.findings
    return {page.path: {finding.to_text() for finding in page.findings} for page in proof.pages}
