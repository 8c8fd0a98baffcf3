"""Tables of the report: plugins by coverage, and what is missing, moved or hidden."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tiki2md.plugins.fates import Fate
from tiki2md.report import charts
from tiki2md.report.markup import count, details, left_out, link, name, table, text

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Sequence, Sized

    from tiki2md.report.figures import Figures
    from tiki2md.report.ledger import Ledger
    from tiki2md.report.missing import Missing

MAX_ROWS = 500
"""Rows of one table."""
OPEN_ROWS = 25
"""Rows that are seen at once; those that follow are folded."""
_MAX_USERS = 5

_COLOURS = {
    Fate.CONVERTED: "good",
    Fate.APPROXIMATED: "near",
    Fate.COMMENT: "comment",
    Fate.DROPPED: "dropped",
}


def plugin_table(figures: Figures) -> str:
    """What became of the calls of each plugin; those that need work most come first.

    Args:
        figures: of a run.
    """
    plugins = figures.plugins_by_use()
    if not plugins:
        return ""
    total: dict[Fate, int] = {fate: sum(fates[fate] for fates in plugins.values()) for fate in Fate}
    ordered = sorted(
        plugins.items(), key=lambda item: (_coverage(item[1]), -item[1].total(), item[0])
    )
    rows = [
        (
            f"<code>{text(plugin)}</code>",
            charts.bar([(_COLOURS[f], fates[f]) for f in Fate], _in_words(fates)),
            f"{fates.total():,}",
            text(_in_words(fates)),
        )
        for plugin, fates in ordered[:MAX_ROWS]
    ]
    calls = sum(total.values())
    says = ", ".join(f"{total[fate]:,} {fate}" for fate in Fate if total[fate])
    return (
        f"<p>{count(calls, 'call')} of {count(len(plugins), 'plugin')}.</p>"
        + charts.bar([(_COLOURS[fate], total[fate]) for fate in Fate], f"All calls: {says}")
        + charts.legend([(_COLOURS[fate], f"{total[fate]:,} {fate}") for fate in Fate])
        + table(("Plugin", "Coverage", "#Calls", "What became of them"), rows, "plugins")
        + _cut(len(ordered))
    )


def _coverage(fates: Counter[Fate]) -> float:
    return (fates[Fate.CONVERTED] + fates[Fate.APPROXIMATED]) / max(fates.total(), 1)


def _in_words(fates: Counter[Fate]) -> str:
    return ", ".join(f"{fates[fate]:,} {fate}" for fate in Fate if fates[fate])


def lost_and_moved(ledger: Ledger) -> list[tuple[str, str, str]]:
    """Sections with an id, a heading and a table; what there is not has none.

    Args:
        ledger: of a run.
    """
    collisions = (
        (name(page), f"<code>{text(wanted)}</code>", f"<code>{text(used)}</code>")
        for page, wanted, used in ledger.collisions
    )
    stubs = (
        (name(page), link(path, path), _some([name(each) for each in wanted_by], ", "))
        for page, (path, wanted_by) in ledger.stubs.items()
    )
    unused = ((f"<code>{text(file)}</code>",) for file in ledger.unused_files)
    same = (
        (f"<code>{text(path)}</code>", _some([text(file) for file in files], "<br>"))
        for path, files in ledger.same_files.items()
    )
    hidden = ((name(page), text(why)) for page, why in ledger.hidden)
    redirects = ((name(page), name(to)) for page, to in ledger.redirects.items())
    edited = ((f"<code>{text(path)}</code>",) for path in ledger.edited)
    pages, files = ledger.missing_pages, ledger.missing_files
    sections: list[tuple[str, str, tuple[str, ...], Sized, Iterable[tuple[str, ...]]]] = [
        ("missing-pages", "Missing pages", ("Page", "#Links", "On"), pages, _missing(pages)),
        ("stubs", "Stubs", ("Page", "Is", "For links on"), ledger.stubs, stubs),
        ("missing-files", "Missing files", ("Address", "#Uses", "On"), files, _missing(files)),
        ("unused-files", "Files that no page uses", ("File",), ledger.unused_files, unused),
        ("same-files", "Files with the same bytes", ("Copied once, as", "In the wiki"),
         ledger.same_files, same),
        ("collisions", "Collisions", ("Page", "Wanted", "Has"), ledger.collisions, collisions),
        ("hidden", "Hidden pages", ("Page", "Why"), ledger.hidden, hidden),
        ("redirects", "Redirections", ("Page", "To"), ledger.redirects, redirects),
        ("edited", "Edited files", ("File",), ledger.edited, edited),
    ]  # fmt: skip
    return [
        (key, head, _folded(columns, list(islice(rows, MAX_ROWS))) + _cut(len(found)))
        for key, head, columns, found, rows in sections
        if len(found)
    ]


def _folded(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table of the first rows, and one to unfold of the others."""
    first, others = rows[:OPEN_ROWS], rows[OPEN_ROWS:]
    more = details(f"{len(others):,} more", table(columns, others)) if others else ""
    return table(columns, first) + more


def _missing(missing: Missing) -> Iterator[tuple[str, ...]]:
    for wanted, pages in missing.ranked():
        yield name(wanted), f"{pages.total():,}", _users(pages)


def _users(pages: Counter[str]) -> str:
    return _some([name(page) for page in sorted(pages)], ", ")


def _some(names: Sequence[str], between: str) -> str:
    left = len(names) - _MAX_USERS
    shown = between.join(names[:_MAX_USERS])
    return f"{shown} and {left:,} more" if left > 0 else shown


def _cut(rows: int) -> str:
    return left_out(rows - MAX_ROWS, "more is", "more are")
