"""What the commands share: settings and sources."""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from tiki2md.cli.exits import InputError
from tiki2md.cli.options import target_names
from tiki2md.config import (
    FILE_NAME,
    FLAGS_OF_OPTIONS,
    Settings,
    checked,
    find_file,
    from_assignments,
    from_environment,
    load_file,
    settle,
)
from tiki2md.config.errors import ConfigError, nearest_or_all
from tiki2md.diagnostics import Code
from tiki2md.plugins.custom import configured_registry
from tiki2md.plugins.site_aliases import site_registry
from tiki2md.readers import (
    Reading,
    SourceError,
    options_from_preferences,
    read_sources,
    read_text,
    require_source,
    source_named,
)
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.files import SNIFFED, Kind, sniff_bytes
from tiki2md.readers.text import decode_file
from tiki2md.selection import SelectionError
from tiki2md.site.frontmatter_keys import front_matter_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiki2md.cli.options import SettingFlags
    from tiki2md.cli.output import Talk
    from tiki2md.diagnostics import Reporter
    from tiki2md.model import Wiki
    from tiki2md.options import Options
    from tiki2md.plugins import Registry
    from tiki2md.selection import Selection

STDIN = "-"
DATABASE_PASSWORD = "TIKI2MD_DB_PASSWORD"  # noqa: S105 - a name of a variable
"""The variable for a password that shall not stand in a command."""

_FLAGS = {option: f"--{name.replace('_', '-')}" for name, option in FLAGS_OF_OPTIONS.items()}
"""Of options that have another name than their flag."""
_OPTIONS = ("target", "preset", "fail_on", "visibility", "site_url", "missing_links")
"""What flags say of options."""


def selected(wiki: Wiki, selection: Selection) -> Wiki:
    """The pages of ``wiki`` that were asked for.

    Raises:
        click.UsageError: a condition cannot be understood.
        InputError: there is no such page.
    """
    try:
        chosen = selection.of(wiki)
    except SelectionError as error:
        raise click.UsageError(f"--where {error}") from error
    if not chosen.pages:
        raise InputError(f"none of the {len(wiki.pages)} pages is what you asked for")
    return chosen


def settings_from(flags: SettingFlags, **others: str | None) -> Settings:
    """All settings of a run, the weakest first: file, environment, ``--set``, flags.

    Args:
        flags: those that many commands have.
        others: flags for other options, by the names of these.

    Raises:
        tiki2md.config.errors.ConfigError: something was set that cannot be.
    """
    targets = target_names()
    path = flags.config or find_file(Path())
    options = {key: getattr(flags, key) for key in _OPTIONS}
    return settle(
        [
            load_file(path, targets) if path is not None else {},
            from_environment(_settings_in_environment(), targets),
            from_assignments(flags.assignments, targets),
            {
                key: checked(key, value, _FLAGS.get(key, f"--{key.replace('_', '-')}"), targets)
                for key, value in (options | others).items()
                if value is not None
            },
        ]
    )


def check_front_matter(settings: Settings) -> None:
    """Whether what the configuration says of front matter fits the target.

    Raises:
        tiki2md.config.errors.ConfigError: it names a key that the target does not have, or
            gives one name to two.
    """
    options = settings.options()
    rules = options.front_matter
    problem = front_matter_problem(rules, options.target)
    if problem is not None:
        near = nearest_or_all(problem.key, problem.known) if problem.key else ""
        message = f"{problem.message} for the target {options.target}{near}"
        raise ConfigError(f"{rules.where}: {message}")


def _settings_in_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != DATABASE_PASSWORD}


def sources_from(sources: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    """The sources that were typed, or else those of the configuration.

    Raises:
        click.UsageError: there are none.
    """
    if not (sources or settings.job.sources):
        raise click.UsageError(
            'name a source: an export, a folder or a page; or write source = "…" into '
            f"{FILE_NAME} (tiki2md init makes one)"
        )
    return sources or settings.job.sources


def reading_from(settings: Settings, flags: SettingFlags, *, history: bool = False) -> Reading:
    """What is asked of the readers, by flags or else by the configuration.

    Args:
        settings: of the run.
        flags: those that were given.
        history: whether old versions are wanted.

    Raises:
        tiki2md.config.ConfigError: the configuration names a folder of files that is not there.
    """
    configured = tuple(map(Path, settings.job.files))
    for folder in () if flags.files else configured:
        if not folder.is_dir():
            raise ConfigError(f"files: there is no folder {folder}, which the configuration names")
    return Reading(
        files=flags.files or configured,
        history=history,
        repair_encoding=flags.repair_encoding or settings.job.repair_encoding,
        database_password=os.environ.get(DATABASE_PASSWORD, ""),
    )


@contextmanager
def stored(reading: Reading) -> Iterator[Reading]:
    """``reading`` with a place for bytes of files and texts of versions, gone with the block."""
    with TemporaryDirectory(prefix="tiki2md-") as folder:
        yield replace(reading, blobs=BlobStore(Path(folder)))


def shown(name: str) -> str:
    """A source as it may be repeated: an address without its password.

    Raises:
        tiki2md.readers.SourceError: it begins like an address and is none.
    """
    return name if name == STDIN else str(source_named(name))


def registry_from(settings: Settings) -> Registry:
    """The plugins of a run: the installed ones, and what the configuration says of them.

    Raises:
        tiki2md.plugins.PluginError: a file of plugins cannot be used.
    """
    plugins = settings.plugins
    return configured_registry(plugins.policies, plugins.templates, plugins.files)


def for_wiki(settings: Settings, wiki: Wiki) -> tuple[Options, Registry]:
    """The options and the plugins for ``wiki``: its preferences are below the settings.

    Raises:
        tiki2md.plugins.PluginError: a file of plugins cannot be used.
    """
    options = settings.options(options_from_preferences(wiki.preferences))
    return options, site_registry(registry_from(settings), wiki.preferences)


def read_pages(
    sources: Iterable[str], reporter: Reporter, talk: Talk, reading: Reading | None = None
) -> Wiki:
    """The wiki in ``sources``, which must hold a page; ``-`` is a page on standard input.

    Args:
        sources: files and folders.
        reporter: takes the diagnostics of the reading.
        talk: says them if nothing else can be said.
        reading: what is wanted besides pages.

    Raises:
        InputError: there is no page (``talk`` has said what was found instead), or
            standard input is mixed with files, or is not text.
        tiki2md.readers.SourceError: a source cannot be used.
    """
    names = list(sources)
    try:
        with talk.steps("Reading", _size_of(names), "MB") as on_bytes:
            wiki = _read(names, reporter, replace(reading or Reading(), on_bytes=on_bytes))
    except SourceError:
        talk.findings(reporter.diagnostics, anyway=True)
        raise
    if not wiki.pages:
        talk.findings(reporter.diagnostics, anyway=True)
        raise InputError(f"{', '.join(map(shown, names))}: there is no page in it")
    return wiki


def require_sources(names: Iterable[str]) -> None:
    """Stop the command if a file or folder is not there.

    Args:
        names: sources, as they were typed.

    Raises:
        tiki2md.readers.SourceError: one is not there, or begins like an address and is none.
    """
    for name in names:
        source = source_named(name)
        if name != STDIN and isinstance(source, Path):
            require_source(source)


def _size_of(names: list[str]) -> int:
    """How many bytes of dumps there are to read; 0 where that cannot be known before."""
    paths = [Path(name) for name in names]
    if not all(path.suffix == ".sql" and path.is_file() for path in paths):
        return 0
    return sum(path.stat().st_size for path in paths)


def _read(names: list[str], reporter: Reporter, reading: Reading) -> Wiki:
    if STDIN not in names:
        return read_sources([source_named(name) for name in names], reporter, reading)
    if len(names) > 1:
        raise click.UsageError("- (standard input) cannot be mixed with other sources")
    return read_text(_stdin(reporter), "standard input", reporter)


def _stdin(reporter: Reporter) -> str:
    data = sys.stdin.buffer.read()
    kind = sniff_bytes(data[:SNIFFED].removeprefix(codecs.BOM_UTF8))
    text, valid = decode_file(data)
    if kind is not Kind.TEXT or "\0" in text:
        raise InputError(
            "standard input is not the text of a page; give a dump or an export by its path"
        )
    if not valid:
        reporter.report(Code.SOURCE_NOT_UTF8, where="standard input")
    return text
