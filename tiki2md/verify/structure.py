"""Whether a page has the tables, the code, the links and the images of its source."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tiki2md.diagnostics import Code
from tiki2md.verify.conservation import Score
from tiki2md.verify.differences import gaps, pairs
from tiki2md.verify.obsidian import heading_key
from tiki2md.verify.reporting import quoted
from tiki2md.verify.sight import Thing, tables_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tiki2md.verify.dialects import Dialect
    from tiki2md.verify.reporting import SiteReporter
    from tiki2md.verify.sight import Sight, Table

_PAGE = re.compile(r"(?<=[^/:?#])\.md(?=#|\Z)")
"""Where the name of a page's file ends."""


def compare_things(want: Sight, got: Sight, dialect: Dialect, reporter: SiteReporter) -> Score:
    """Compare all that two sights have besides words; what is kept of it.

    Args:
        want: what the source has.
        got: what the file has.
        dialect: of the target.
        reporter: takes what differs.
    """
    score = Score()
    for code, wanted, found, name in (
        (Code.VERIFY_TABLE, _tables(want), _tables(got), _table),
        (Code.VERIFY_CODE, _codes(want, dialect), _codes(got, dialect), _text),
        (Code.VERIFY_LINK, _decoded(want.links, dialect), _decoded(got.links, dialect), _text),
        (Code.VERIFY_IMAGE, _decoded(want.images, dialect), _decoded(got.images, dialect), _text),
        (Code.VERIFY_TITLE, want.titles, got.titles, _text),
        (Code.VERIFY_COMMENT, want.comments, got.comments, _text),
        (Code.VERIFY_ANCHOR, want.ids, got.ids, _text),
    ):
        score += _compare(code, wanted, found, name, reporter)
    return score


def _compare(
    code: Code,
    wanted: Sequence[Thing],
    found: Sequence[Thing],
    name: Callable[[Thing], str],
    reporter: SiteReporter,
) -> Score:
    keys, others = [thing.value for thing in wanted], [thing.value for thing in found]
    matched = pairs(keys, others)
    nothing = "nowhere" if code is Code.VERIFY_LINK else "not there"
    score = Score(len(matched), len(keys), len(others) - len(matched))
    for gap in gaps(matched, len(keys), len(others)):
        gone, new = wanted[gap.start : gap.end], found[gap.other_start : gap.other_end]
        line_before = found[gap.other_start - 1].line if gap.other_start else 0
        for lacking, instead in zip_longest(gone, new):
            reporter.report(
                code,
                instead.line if instead else line_before,
                wanted=name(lacking) if lacking else "nothing",
                found=name(instead) if instead else nothing,
            )
    return score


def decoded(url: str, dialect: Dialect | None = None) -> str:
    """Equal for addresses that only differ in what is percent-encoded.

    Args:
        url: an address.
        dialect: of a target that may write it in more than one way.
    """
    url = unquote(url, errors="replace")
    if dialect is None:
        return url
    if dialect.by_name and "://" not in url:
        path, hash_, place = url.partition("#")
        # Marks of formats count as spaces, and trees have none.
        place = place if place.startswith("^") else heading_key(place).replace(" ", "")
        path = path.rpartition("/")[2] if path.endswith(".md") else path
        url = f"{path}{hash_}{place}"
    for root in dialect.old_roots:
        url = url.removeprefix(root)
    is_ours = dialect.served_as and "://" not in url
    return _PAGE.sub(dialect.served_as, url) if is_ours else url


def _decoded(things: Sequence[Thing], dialect: Dialect) -> list[Thing]:
    return [
        Thing((decoded(thing.value[0], dialect), *thing.value[1:]), thing.line) for thing in things
    ]


def _codes(sight: Sight, dialect: Dialect) -> list[Thing]:
    """Blocks of code; Python-Markdown shows no tabs and no spaces in empty lines."""
    if not dialect.python:
        return sight.codes
    return [
        Thing(
            ("\n".join(line.expandtabs(4).rstrip() for line in text.split("\n")).strip("\n"),),
            thing.line,
        )
        for thing in sight.codes
        for text in thing.value
    ]


def _tables(sight: Sight) -> list[Thing]:
    return [_as_thing(table) for table in tables_of(sight.events)]


def _as_thing(table: Table) -> Thing:
    """The cells of a row are parted by a character that no text holds, and so are the rows."""
    return Thing(tuple("\0".join(row) for row in table.rows), table.line)


def _table(thing: Thing) -> str:
    cells = sum(row.count("\0") + 1 for row in thing.value)
    return f"one of {len(thing.value)} rows and {cells} cells ({_shown(thing.value)})"


def _shown(rows: tuple[str, ...]) -> str:
    return quoted(" | ".join(" | ".join(row.split("\0")) for row in rows))


def _text(thing: Thing) -> str:
    return quoted(" ".join(part for part in thing.value if part))
