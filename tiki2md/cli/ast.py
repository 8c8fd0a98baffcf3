"""``tiki2md ast``: the syntax tree of a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tiki2md.cli import completion_items
from tiki2md.cli.common import for_wiki, read_pages, reading_from, settings_from, shown
from tiki2md.cli.exits import EXIT_DONE, InputError
from tiki2md.cli.options import config_options, encoding_option, talk_options
from tiki2md.cli.output import write_stdout
from tiki2md.config.errors import nearest
from tiki2md.diagnostics import LineMap, Reporter, Severity
from tiki2md.dump import FORMATS, dump
from tiki2md.nodes import Node, ParentNode
from tiki2md.pipeline import parse
from tiki2md.syntax.tokens import TokenAt, list_tokens

if TYPE_CHECKING:
    from tiki2md.cli.options import SettingFlags
    from tiki2md.cli.output import Talk
    from tiki2md.model import Page, Wiki


@click.command("ast")
@click.argument("file", shell_complete=completion_items.files)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="Layout of the tree.",
)
@click.option("--at", metavar="LINE:COL", help="Only the node at this place, and what it is in.")
@click.option("--tokens", "as_tokens", is_flag=True, help="What the lexer and the balancer found.")
@click.option("--page", "name", metavar="NAME", help="The page, when FILE holds several.")
@encoding_option
@config_options
@talk_options
def command(
    *,
    file: str,
    format_: str,
    at: str | None,
    as_tokens: bool,
    name: str | None,
    flags: SettingFlags,
    talk: Talk,
) -> int:
    """Print the syntax tree of the page in FILE (- for standard input)."""
    if as_tokens and (at is not None or format_ != FORMATS[0]):
        raise click.UsageError("--tokens has a form of its own: leave out --at and --format")
    settings = settings_from(flags)
    reporter = Reporter()
    wiki = read_pages([file], reporter, talk, reading_from(settings, flags))
    least = Severity.INFO if talk.verbosity > 0 else Severity.WARNING
    talk.findings(each for each in reporter.diagnostics if each.severity >= least)
    page = _page(wiki, name, file)
    options, registry = for_wiki(settings, wiki)
    if as_tokens:
        found = list_tokens(page.source, options, registry.bodies(), html=page.is_html)
        write_stdout(_token_lines(LineMap(page.source, page.lines_above), *found))
        return EXIT_DONE
    document: Node = parse(page.source, options, registry=registry, html=page.is_html)
    if at is not None:
        lines = LineMap(page.source, page.lines_above)
        path = _path_to(document, _offset(lines, len(page.source), at))
        talk.say(" > ".join(type(node).__name__ for node in path))
        document = path[-1]
    # The classic dump goes into pages as it is: a newline would be part of it.
    write_stdout(dump(document, format_) + ("" if format_ == "classic" else "\n"))
    return EXIT_DONE


def _page(wiki: Wiki, name: str | None, file: str) -> Page:
    names = [page.name for page in wiki.pages]
    if name is None:
        if len(names) > 1:
            raise click.UsageError(
                f"{shown(file)} holds {len(names)} pages; choose one with --page NAME"
            )
        return wiki.pages[0]
    if name not in names:
        raise InputError(f"{shown(file)}: there is no page {name!r}{nearest(name, names)}")
    return wiki.pages[names.index(name)]


def _token_lines(lines: LineMap, raw: list[TokenAt], balanced: list[TokenAt]) -> str:
    """One token a line: where it begins, its kind (indented as it nests), its text as JSON."""
    out: list[str] = []
    for title, found in (("Delimiters of the lexer", raw), ("Balanced tokens", balanced)):
        out.append(f"# {title}")
        for token in found:
            line, column = lines.position(token.start)
            kind = "  " * token.depth + token.kind
            out.append(
                f"{f'{line}:{column}':<9} {kind:<24} {json.dumps(token.text, ensure_ascii=False)}"
            )
    return "\n".join(out) + "\n"


def _offset(lines: LineMap, length: int, at: str) -> int:
    """The offset that ``at`` says, in a source of so many characters."""
    line, _, column = at.partition(":")
    try:
        offset = lines.offset(int(line), int(column or 1))
    except ValueError as error:
        reason = str(error) if line.isdecimal() and (column or "1").isdecimal() else "not LINE:COL"
        raise click.UsageError(f"--at {at}: {reason}") from error
    if offset > length or lines.position(offset)[0] != int(line):
        raise click.UsageError(f"--at {at}: line {line} is not that long")
    return offset


def _path_to(node: Node, offset: int) -> list[Node]:
    """The nodes that hold ``offset``, from the outermost to the innermost."""
    path = [node]
    while isinstance(node, ParentNode):
        inside = [child for child in node.children if child.span[0] <= offset < child.span[1]]
        if not inside:
            break
        node = inside[0]
        path.append(node)
    return path
