"""Flags that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from tiki2md.cli import completing
from tiki2md.config import CHOICES
from tiki2md.render.targets import TARGETS

_Command = TypeVar("_Command", bound=Callable[..., Any])


def target_names() -> tuple[str, ...]:
    """The targets that there are."""
    return tuple(TARGETS)


def wiki_options(command: _Command) -> _Command:
    """Add what decides which pages of a wiki become what: all but who may see them."""
    for add in (
        missing_links_option,
        address_option,
        encoding_option,
        select_options,
        files_option,
        config_options,
    ):
        command = add(command)
    return command


def visibility_option(command: _Command) -> _Command:
    """Add ``--visibility``, for what looks at the pages that convert writes."""
    return click.option(
        "--visibility",
        metavar="public|all",
        shell_complete=completing.visibilities,
        help="As for convert: what visitors could view (default), or all.",
    )(command)


def config_options(command: _Command) -> _Command:
    """Add ``-c``, ``--preset``, ``-t`` and ``--set``."""
    for option in (
        click.option(
            "--set",
            "assignments",
            multiple=True,
            metavar="NAME=VALUE",
            shell_complete=completing.assignments,
            help="Set any option, for one: --set line_breaks=soft. May be repeated.",
        ),
        click.option(
            "--preset",
            metavar="NAME",
            shell_complete=completing.presets,
            help="A named set of options, such as classic.",
        ),
        target_option,
        click.option(
            "-c",
            "--config",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Configuration; otherwise tiki2md.toml or pyproject.toml of this folder.",
        ),
    ):
        command = option(command)
    return command


def target_option(command: _Command) -> _Command:
    """Add ``-t``."""
    return click.option(
        "-t",
        "--target",
        metavar="TARGET",
        shell_complete=completing.targets,
        help=f"One of: {', '.join(target_names())}.",
    )(command)


def files_option(command: _Command) -> _Command:
    """Add ``--files``."""
    return click.option(
        "--files",
        multiple=True,
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        metavar="DIR",
        help="A copy of Tiki's storage folder, for files that are not in the database. May be "
        "repeated.",
    )(command)


def select_options(command: _Command) -> _Command:
    """Add ``--include``, ``--exclude`` and ``--where``."""
    for option in (
        click.option(
            "--where",
            multiple=True,
            metavar="CONDITION",
            help="Only pages of which this holds: 'category=\"Docs\" and modified>2020'. "
            "May be repeated.",
        ),
        click.option(
            "--exclude", multiple=True, metavar="PATTERN", help="Not the pages of such a name."
        ),
        click.option(
            "--include",
            multiple=True,
            metavar="PATTERN",
            help="Only pages of such a name, as Docs*. May be repeated.",
        ),
    ):
        command = option(command)
    return command


def encoding_option(command: _Command) -> _Command:
    """Add ``--repair-encoding``."""
    return click.option(
        "--repair-encoding",
        is_flag=True,
        help="Mend texts whose UTF-8 was encoded twice (Ã© for é).",
    )(command)


def address_option(command: _Command) -> _Command:
    """Add ``--base-url``."""
    return click.option(
        "--base-url",
        "--site-url",
        "site_url",
        metavar="URL",
        help="The wiki's own address: links to it become links between pages.",
    )(command)


def missing_links_option(command: _Command) -> _Command:
    """Add ``--missing-links``."""
    return click.option(
        "--missing-links",
        metavar="|".join(CHOICES["missing_links"]),
        shell_complete=completing.missing_links,
        help="What becomes of links to pages that are not there: their text (default), a link "
        "to the old wiki (needs --base-url), a stub page, or an error.",
    )(command)


def jobs_option(command: _Command) -> _Command:
    """Add ``--jobs``."""
    return click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        metavar="N",
        help="Processes that work on pages; by default, as many as there are processors.",
    )(command)


def page_seconds_option(command: _Command) -> _Command:
    """Add ``--page-seconds``."""
    return click.option(
        "--page-seconds",
        type=click.IntRange(0),
        default=120,
        show_default=True,
        metavar="N",
        help="A page that takes longer is kept as source, or not checked; 0 for no limit.",
    )(command)


def talk_options(command: _Command) -> _Command:
    """Add ``-v``, ``-q`` and ``--no-color``."""
    for option in (
        click.option("--no-color", is_flag=True, help="No colour, as with NO_COLOR."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
        click.option("-v", "--verbose", count=True, help="Show every finding."),
    ):
        command = option(command)
    return command
