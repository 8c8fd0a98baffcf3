"""``tiki2md inspect``: what a wiki holds, before anything is converted."""

from __future__ import annotations

import json
import sys
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from tiki2md.cli import completion_items
from tiki2md.cli.common import (
    for_wiki,
    read_pages,
    reading_from,
    selected,
    settings_from,
    sources_from,
)
from tiki2md.cli.exits import EXIT_DONE
from tiki2md.cli.findings import (
    against_baseline,
    findings_options,
    hand_over_data,
    judged,
)
from tiki2md.cli.options import (
    address_option,
    config_options,
    encoding_option,
    files_option,
    jobs_option,
    page_seconds_option,
    select_options,
    talk_options,
    target_names,
)
from tiki2md.cli.output import number_of, plain, terminal_width, write_stdout
from tiki2md.diagnostics import Reporter, by_weight
from tiki2md.inspection import inspect_wiki, ranked
from tiki2md.migration import page_count
from tiki2md.model import TOPIC, WIKI_PAGE
from tiki2md.plugins.fates import Fate

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from tiki2md.cli.findings import Outlet
    from tiki2md.cli.options import SettingFlags
    from tiki2md.cli.output import Talk
    from tiki2md.inspection import Inspection
    from tiki2md.selection import Selection

_FEW = 10
"""How many of a long list are shown; JSON has all of them."""

_FATES = {
    Fate.CONVERTED: "conv.",
    Fate.APPROXIMATED: "appr.",
    Fate.COMMENT: "comm.",
    Fate.DROPPED: "drop.",
}


_PLURALS = {
    "blog post": "blog posts",
    "article": "articles",
    "submission": "submitted articles",
    "faq": "FAQs",
    TOPIC: "forum topics",
    "html page": "HTML pages",
}


@click.command("inspect")
@click.argument("sources", nargs=-1, metavar="[SRC]...", shell_complete=completion_items.files)
@click.option("--targets", is_flag=True, help="What becomes of each plugin for every target.")
@encoding_option
@address_option
@config_options
@files_option
@select_options
@jobs_option
@page_seconds_option
@findings_options
@talk_options
def command(  # noqa: PLR0913 - each is an option that users type
    *,
    sources: tuple[str, ...],
    targets: bool,
    flags: SettingFlags,
    selection: Selection,
    jobs: int,
    page_seconds: int,
    outlet: Outlet,
    talk: Talk,
) -> int:
    """Count what SRC holds, and what converting it will need.  Nothing is written.

    SRC is whatever convert reads; without it, source of tiki2md.toml counts.
    -v shows whole lists instead of the first of each.
    --format json is JSON with everything that was counted; sarif, junit and github are
    what converting would report.  --report-file takes the findings in any format.
    """
    settings = settings_from(flags)
    sources = sources_from(sources, settings)
    is_data = outlet.format_ not in {"text", "json"} and outlet.report_file is None
    reporter = Reporter()
    reading = reading_from(settings, flags, history=True)
    wiki = read_pages(sources, reporter, talk, reading)
    wiki = selected(wiki, selection)
    options, registry = for_wiki(settings, wiki)
    with talk.progress("Inspecting", page_count(wiki, options)) as on_page:
        counted = inspect_wiki(
            wiki,
            options,
            registry,
            on_page,
            reporter.diagnostics,
            jobs=jobs,
            page_seconds=page_seconds,
        )
    diagnostics = reporter.diagnostics
    found = against_baseline(
        judged(
            diagnostics,
            settings,
            sources,
            wiki.pages,
            whole=selection.is_everything,
        ),
        outlet,
    )
    if outlet.format_ == "json":
        text = json.dumps(counted.to_dict(), ensure_ascii=False, indent=2)
    else:
        limit = sys.maxsize if talk.verbosity > 0 else _FEW
        width = terminal_width()
        lines = (_cut(line, width) for line in _lines(counted, limit))
        # A column that is cut off would be a target without an answer.
        text = "\n".join(_targets(counted) if targets else lines)
    if not is_data:
        write_stdout(plain(text) + "\n")
    hand_over_data(found, outlet, talk)
    return EXIT_DONE


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"


def _lines(counted: Inspection, limit: int) -> Iterator[str]:
    yield from _totals(counted)
    yield from _lacks(counted)
    yield from _encodings(counted)
    yield from _hidden(counted, limit)
    yield from _counts("Languages", counted.languages, limit)
    yield from _counts("Authors", counted.authors, limit)
    yield from _counts("Tags", counted.tags, limit)
    yield from _plugins(counted, limit)
    yield from _counts("Missing pages, and links to them", counted.missing, limit)
    yield from _files(counted, limit)
    yield from _counts("Links to other sites", counted.hosts, limit)
    yield from _secrets(counted, limit)
    yield from _findings(counted)
    yield from _work(counted)


def _totals(counted: Inspection) -> Iterator[str]:
    missing = sum(counted.missing.values())
    rows = [
        ("pages", counted.pages),
        ("  written in HTML", counted.html_pages),
        *((_PLURALS.get(kind, kind), count) for kind, count in _other_kinds(counted)),
        ("hidden from visitors", len(counted.hidden)),
        ("versions", counted.versions),
        ("comments", counted.comments),
        ("users", counted.users),
        ("characters", counted.characters),
        ("authors", len(counted.authors)),
        ("languages", len(counted.languages)),
        ("categories", counted.categories),
        ("tags", len(counted.tags)),
        ("files", counted.files),
        ("attachments", counted.attachments),
        *counted.other_files.items(),
        ("  files without bytes", counted.files_without_bytes),
        ("  files that no page uses", len(counted.unused_files)),
        ("images", counted.images),
        ("  kept in Tiki", counted.local_images),
        ("links in the wiki", counted.links + missing),
        ("  to missing pages", missing),
        ("links to other sites", sum(counted.hosts.values())),
    ]
    width = max(len(label) for label, _ in rows)
    digits = max(len(f"{number:,}") for _, number in rows)
    yield from (f"{label:{width}}  {number:>{digits},}" for label, number in rows)


def _other_kinds(counted: Inspection) -> list[tuple[str, int]]:
    return sorted((kind, count) for kind, count in counted.kinds.items() if kind != WIKI_PAGE)


def _lacks(counted: Inspection) -> Iterator[str]:
    if not counted.lacks:
        return
    yield ""
    topics = ", ".join(f"{topic} (no table {table})" for topic, table in counted.lacks.items())
    yield from wrap(f"Not in the export: {topics}.", terminal_width(), subsequent_indent="  ")


def _encodings(counted: Inspection) -> Iterator[str]:
    """The first of each kind of finding; there may be one for each page."""
    if not counted.encodings:
        yield from ("", "Encodings: every text is valid UTF-8.")
        return
    yield from ("", "Encodings:")
    for code, messages in counted.encodings.items():
        # The line may be cut at the edge of a terminal, and the count is what matters.
        count = f"{len(messages):,} {code}, such as: " if len(messages) > 1 else ""
        yield f"  {count}{messages[0]}"


def _targets(counted: Inspection) -> Iterator[str]:
    """What a sample of each plugin becomes for every target."""
    if not counted.plugins:
        yield "No plugin is used."
        return
    names = target_names()
    rows = [("plugin", "calls", "pages", *names)]
    for name, use in counted.plugins.items():
        forms = (use.written.get(target, "") if use.known else "unknown" for target in names)
        rows.append((name, f"{use.calls:,}", f"{use.pages:,}", *forms))
    yield from _table(rows, range(1, 3))


def _hidden(counted: Inspection, limit: int) -> Iterator[str]:
    if not counted.hidden:
        return
    yield from ("", "Pages hidden from visitors, which a site leaves out:")
    yield from (f"  {page}: {why}" for page, why in counted.hidden[:limit])
    yield from _more(len(counted.hidden) - limit)


def _counts(title: str, counts: Counter[str], limit: int) -> Iterator[str]:
    if not counts:
        return
    shown = ranked(counts)[:limit]
    yield from ("", f"{title}:")
    digits = max(len(f"{count:,}") for _, count in shown)
    yield from (f"  {count:>{digits},}  {name}" for name, count in shown)
    yield from _more(len(counts) - limit)


def _more(left: int) -> Iterator[str]:
    """How many are not shown, if any."""
    if left > 0:
        yield f"  and {left:,} more"


def _files(counted: Inspection, limit: int) -> Iterator[str]:
    same = [" = ".join(files) for files in counted.same_files.values()]
    for title, lines in (
        ("Files that no page shows or links", counted.unused_files),
        ("Files with the same bytes, which a site has once", same),
    ):
        if lines:
            yield from ("", f"{title}:", *(f"  {line}" for line in lines[:limit]))
        yield from _more(len(lines) - limit)


def _plugins(counted: Inspection, limit: int) -> Iterator[str]:
    if not counted.plugins:
        return
    shown = list(counted.plugins.items())[:limit]
    yield from ("", f"Plugins (for {counted.target}):")
    rows = [("plugin", "calls", "pages", *_FATES.values(), "written as", "arguments")]
    for name, use in shown:
        fates = (f"{use.fates[fate]:,}" if use.fates[fate] else "" for fate in _FATES)
        written = use.written.get(counted.target, "") if use.known else "unknown"
        arguments = ", ".join(key for key, _ in ranked(use.arguments))
        rows.append((name, f"{use.calls:,}", f"{use.pages:,}", *fates, written, arguments))
    yield from _table(rows, range(1, 3 + len(_FATES)))
    yield from _more(len(counted.plugins) - limit)
    if counted.best_handler:
        pages = number_of(counted.helped, "page")
        yield f"  A handler for {counted.best_handler} would help most: {pages}."


def _table(rows: Sequence[tuple[str, ...]], numbers: range) -> Iterator[str]:
    """Aligned columns: those of ``numbers`` to the right, words to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            f"{cell:>{width}}" if index in numbers else f"{cell:{width}}"
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {'  '.join(cells)}".rstrip()


def _findings(counted: Inspection) -> Iterator[str]:
    if not counted.codes:
        yield from ("", "Converting would report nothing.")
        return
    yield from ("", "Converting would report:")
    digits = max(len(f"{count:,}") for count in counted.codes.values())
    for code, count in by_weight(counted.codes).items():
        yield f"  {count:>{digits},}  {code.severity.label:7}  {code.identifier}"


def _secrets(counted: Inspection, limit: int) -> Iterator[str]:
    """Which pages tell what they perhaps should not; what it is, nobody needs to see here."""
    if not counted.secrets:
        return
    yield from ("", "Pages that tell secrets, or addresses of people:")
    width = min(max(map(len, counted.secrets)), 40)
    for page, numbers in list(counted.secrets.items())[:limit]:
        found = ", ".join(f"{number:,} {code}" for code, number in numbers.items())
        yield f"  {_cut(page, width):{width}}  {found}"
    yield from _more(len(counted.secrets) - limit)


def _work(counted: Inspection) -> Iterator[str]:
    if not counted.work:
        return
    pages = f"{counted.to_review:,} of {counted.kinds.total():,} pages need a look"
    yield from ("", f"Pages that will need most work ({pages}):")
    digits = max(len(f"{work.score:,}") for work in counted.work)
    width = min(max(len(work.page) for work in counted.work), 40)
    for work in counted.work:
        findings = ", ".join(f"{count} {code}" for code, count in work.findings.items())
        yield f"  {work.score:>{digits},}  {_cut(work.page, width):{width}}  {findings}"
