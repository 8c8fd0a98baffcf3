"""Checks that hold for any page: there and back again, byte for byte or word for word.

Each check takes a source and returns what is wrong with it, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Reporter
from tiki2md.nodes import DocumentNode
from tiki2md.pipeline import Surroundings, canonical, parse, structured
from tiki2md.render import render as render_tree
from tiki2md.syntax import unparse
from tiki2md.syntax.canonical import comparable, inexpressible
from tiki2md.verify.events import first_difference
from tiki2md.verify.reading import readable, seen_in_markdown, seen_in_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.options import Options

READ_TARGETS = ("gfm", "commonmark")
"""The targets whose Markdown is read back: what another parser knows of it is all there is."""

_MAX_TRIES = 400


Check = Callable[[str], str]
"""Takes the source of a page, and tells what is wrong in words; nothing if nothing is."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that a page does not pass, and the shortest text found that does not either."""

    page: str
    check: str
    problem: str
    example: str


def checks(options: Options, around: Surroundings | None = None) -> dict[str, Check]:
    """Every check, by name, for pages that are read under ``options``.

    Args:
        options: the preferences of the wiki.
        around: the page's name, plugins and site.
    """
    around = around or Surroundings()
    found: dict[str, Check] = {
        "lossless": lambda source: lossless(source, options, around),
        "canonical": lambda source: canonical_form(source, options, around),
    }
    for target in READ_TARGETS:
        aimed = replace(options, target=target)
        found[target] = lambda source, aimed=aimed: read_back(source, aimed, around)  # type: ignore[misc]
    return found


def lossless(source: str, options: Options, around: Surroundings) -> str:
    """The joined source of the nodes is the source."""
    again = unparse(_parsed(source, options, around))
    return "" if again == source else "the nodes hold another text than the source"


def canonical_form(source: str, options: Options, around: Surroundings) -> str:
    """The AST, written from its fields, is parsed as the same AST, and then written alike.

    What no canonical form can say may become something else in it.
    """
    document = _parsed(source, options, around)
    written = canonical(document, options, registry=around.registry)
    again = _parsed(written, options, around)
    problem = ""
    if comparable(again) != comparable(document):
        problem = f"another AST is read from its canonical form {written!r}"
    elif (twice := canonical(again, options, registry=around.registry)) != written:
        problem = f"its canonical form {written!r} is written {twice!r} the next time"
    return "" if inexpressible(document) else problem


def read_back(source: str, options: Options, around: Surroundings) -> str:
    """Another parser reads in the Markdown what the tree says.

    What looks different in every target (call-outs, contents) is left out before
    the tree is written; what it holds stays.

    Args:
        source: the page.
        options: the target must be one of ``READ_TARGETS``.
        around: the page's name, plugins and site.
    """
    document = _parsed(source, options, around)
    tree = structured(document, options, around, Reporter())
    (shown,) = readable(tree, options.smiley_style)
    assert isinstance(shown, DocumentNode)  # a document stays one
    markdown = render_tree(shown, options, Reporter())
    want = seen_in_tree(shown).compared()
    return first_difference(want, seen_in_markdown(markdown).compared())


def page_failures(name: str, source: str, all_checks: dict[str, Check]) -> Iterator[Failure]:
    """What ``source`` fails, each with a minimised example.

    Args:
        name: the page, for the report.
        source: its text.
        all_checks: as made by :func:`checks`.
    """
    for label, check in all_checks.items():
        if not check(source):
            continue
        example = minimise(source, lambda text, check=check: bool(check(text)))  # type: ignore[misc]
        yield Failure(name, label, check(example), example)


def minimise(source: str, fails: Callable[[str], bool], tries: int = _MAX_TRIES) -> str:
    """The shortest text found that still fails: lines are left out, then characters.

    Delta debugging (Zeller and Hildebrandt, 2002) with a bound on the work.

    Args:
        source: a text that fails.
        fails: whether a text does.
        tries: how often ``fails`` may be asked.
    """
    left = [tries]

    def asked(text: str) -> bool:
        left[0] -= 1
        return fails(text)

    lines = _reduced(source.splitlines(keepends=True), asked, left)
    return "".join(_reduced(list("".join(lines)), asked, left))


def _reduced(parts: list[str], fails: Callable[[str], bool], left: list[int]) -> list[str]:
    size = max(len(parts) // 2, 1)
    while parts and left[0] > 0:
        at, shorter = 0, False
        while at < len(parts) and left[0] > 0:
            rest = parts[:at] + parts[at + size :]
            if fails("".join(rest)):
                parts, shorter = rest, True
            else:
                at += size
        if size == 1 and not shorter:
            break
        size = max(size // 2, 1)
    return parts


def _parsed(source: str, options: Options, around: Surroundings) -> DocumentNode:
    return parse(source, options, registry=around.registry, html=around.is_html)
