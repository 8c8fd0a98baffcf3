"""Flags that several commands have, and what commands get of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any

import click

from tiki2md.cli import completion_items
from tiki2md.cli.output import make_talk
from tiki2md.config import CHOICES
from tiki2md.processes import processors
from tiki2md.render.targets import TARGETS
from tiki2md.selection import Selection

Command = Callable[..., Any]
"""A function that is to be a command, or the body of one."""
Decorator = Callable[[Command], Command]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingFlags:
    """What flags say that a configuration can say as well; ``None`` for what nobody gave.

    Attributes:
        config: the configuration, instead of that of the folder.
        assignments: what ``--set`` says.
        files: copies of Tiki's storage folder.
        repair_encoding: whether texts that were encoded twice are mended.
        target: as all that follow, an option of that name.
        preset: a named set of options.
        fail_on: the severity that makes the exit code 1.
        visibility: which pages a site has.
        site_url: the wiki's own address.
        missing_links: what becomes of links to pages that are not there.
    """

    config: Path | None = None
    assignments: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    repair_encoding: bool = False
    target: str | None = None
    preset: str | None = None
    fail_on: str | None = None
    visibility: str | None = None
    site_url: str | None = None
    missing_links: str | None = None


def group(name: str, make: Callable[..., object], *options: Decorator) -> Decorator:
    """Options of whose values a command gets a single one.

    Args:
        name: of the command's parameter.
        make: makes the value; its parameters are called as options are, and take whichever of
            these the command has.
        options: in the order of the help.
    """
    wanted = tuple(signature(make).parameters)

    def add(command: Command) -> Command:
        @wraps(command)
        def called(**values: Any) -> Any:
            own = {key: values.pop(key) for key in wanted if key in values}
            return command(**values, **{name: make(**own)})

        return with_options(called, *options)

    return add


def with_options(command: Command, *options: Decorator) -> Command:
    """``command`` with options, in the order of its help."""
    for option in reversed(options):
        command = option(command)
    return command


def target_names() -> tuple[str, ...]:
    """The targets that there are."""
    return tuple(TARGETS)


target_option = click.option(
    "-t",
    "--target",
    metavar="TARGET",
    shell_complete=completion_items.targets,
    help=f"One of: {', '.join(target_names())}.",
)

files_option = click.option(
    "--files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="A copy of Tiki's storage folder, for files that are not in the database. May be "
    "repeated.",
)

encoding_option = click.option(
    "--repair-encoding",
    is_flag=True,
    help="Mend texts whose UTF-8 was encoded twice (Ã© for é).",
)

address_option = click.option(
    "--base-url",
    "--site-url",
    "site_url",
    metavar="URL",
    help="The wiki's own address: links to it become links between pages.",
)

missing_links_option = click.option(
    "--missing-links",
    metavar="|".join(CHOICES["missing_links"]),
    shell_complete=completion_items.missing_links,
    help="What becomes of links to pages that are not there: their text (default), a link "
    "to the old wiki (needs --base-url), a stub page, or an error.",
)

visibility_option = click.option(
    "--visibility",
    metavar="public|all",
    shell_complete=completion_items.visibilities,
    help="As for convert: what visitors could view (default), or all.",
)
"""For what looks at the pages that convert writes."""

jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    default=processors,
    metavar="N",
    help="Processes that work on pages; by default, as many as there are processors.",
)

page_seconds_option = click.option(
    "--page-seconds",
    type=click.IntRange(0),
    default=120,
    show_default=True,
    metavar="N",
    help="A page that takes longer is kept as source, or not checked; 0 for no limit.",
)

config_options = group(
    "flags",
    SettingFlags,
    click.option(
        "-c",
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Configuration; otherwise tiki2md.toml or pyproject.toml of this folder.",
    ),
    target_option,
    click.option(
        "--preset",
        metavar="NAME",
        shell_complete=completion_items.presets,
        help="A named set of options, such as classic.",
    ),
    click.option(
        "--set",
        "assignments",
        multiple=True,
        metavar="NAME=VALUE",
        shell_complete=completion_items.assignments,
        help="Set any option, for one: --set line_breaks=soft. May be repeated.",
    ),
)
"""The command gets ``flags``."""

select_options = group(
    "selection",
    Selection,
    click.option(
        "--include",
        multiple=True,
        metavar="PATTERN",
        help="Only pages of such a name, as Docs*. May be repeated.",
    ),
    click.option(
        "--exclude", multiple=True, metavar="PATTERN", help="Not the pages of such a name."
    ),
    click.option(
        "--where",
        multiple=True,
        metavar="CONDITION",
        help="Only pages of which this holds: 'category=\"Docs\" and modified>2020'. "
        "May be repeated.",
    ),
)
"""The command gets ``selection``."""

talk_options = group(
    "talk",
    make_talk,
    click.option("-v", "--verbose", count=True, help="Show every finding."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
    click.option("--no-color", is_flag=True, help="No colour, as with NO_COLOR."),
)
"""The command gets ``talk``."""


def wiki_options(command: Command) -> Command:
    """Add what decides which pages of a wiki become what: all but who may see them."""
    return with_options(
        command,
        config_options,
        files_option,
        select_options,
        encoding_option,
        address_option,
        missing_links_option,
    )
