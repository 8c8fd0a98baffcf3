"""``tiki2md ast``: the syntax tree of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tiki2md.cli.common import (
    config_options,
    read,
    registry_from,
    settings_from,
    talk_from,
    talk_options,
)
from tiki2md.cli.exits import EXIT_DONE, InputError
from tiki2md.cli.output import write_stdout
from tiki2md.config import nearest
from tiki2md.diagnostics import LineMap, Reporter
from tiki2md.dump import FORMATS, dump
from tiki2md.nodes import Node, ParentNode
from tiki2md.pipeline import parse
from tiki2md.readers import options_from_preferences

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.model import Page, Wiki


@click.command("ast")
@click.argument("file")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="Layout of the tree.",
)
@click.option("--at", metavar="LINE:COL", help="Only the node at this place, and what it is in.")
@click.option("--page", "name", metavar="NAME", help="The page, when FILE holds several.")
@config_options
@talk_options
def command(  # noqa: PLR0913 - each is an option that users type
    *,
    file: str,
    format_: str,
    at: str | None,
    name: str | None,
    config: Path | None,
    target: str | None,
    preset: str | None,
    assignments: tuple[str, ...],
    verbose: int,
    quiet: bool,
    no_color: bool,
) -> int:
    """Print the syntax tree of the page in FILE (- for standard input)."""
    settings = settings_from(config, {"target": target, "preset": preset}, assignments)
    talk = talk_from(verbose=verbose, quiet=quiet, no_color=no_color)
    reporter = Reporter()
    wiki = read([file], reporter)
    talk.findings(reporter.diagnostics)
    page = _page(wiki, name, file)
    options = settings.options(options_from_preferences(wiki.preferences))
    document: Node = parse(page.source, options, registry=registry_from(settings))
    if at is not None:
        path = _path_to(document, _offset(page.source, at))
        talk.say(" > ".join(type(node).__name__ for node in path))
        document = path[-1]
    # The classic dump goes into pages as it is: a newline would be part of it.
    write_stdout(dump(document, format_) + ("" if format_ == "classic" else "\n"))
    return EXIT_DONE


def _page(wiki: Wiki, name: str | None, file: str) -> Page:
    if not wiki.pages:
        raise InputError(f"{file}: there is no page in it")
    names = [page.name for page in wiki.pages]
    if name is None:
        if len(names) > 1:
            raise click.UsageError(f"{file} holds {len(names)} pages; choose one with --page NAME")
        return wiki.pages[0]
    if name not in names:
        raise InputError(f"{file}: there is no page {name!r}{nearest(name, names)}")
    return wiki.pages[names.index(name)]


def _offset(source: str, at: str) -> int:
    line, _, column = at.partition(":")
    try:
        return LineMap(source).offset(int(line), int(column or 1))
    except ValueError as error:
        reason = str(error) if line.isdecimal() and (column or "1").isdecimal() else "not LINE:COL"
        raise click.UsageError(f"--at {at}: {reason}") from error


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
