"""``tiki2md init``: a configuration to start from, and a site that builds."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from tiki2md.cli import completion_items
from tiki2md.cli.common import for_wiki, read_pages, reading_from, shown
from tiki2md.cli.exits import EXIT_DONE, InputError
from tiki2md.cli.options import (
    SettingFlags,
    address_option,
    files_option,
    talk_options,
    target_names,
    target_option,
)
from tiki2md.cli.output import number_of, write_file
from tiki2md.config import CHOICES, FILE_NAME, Settings, checked, load_file, settle
from tiki2md.config.errors import ConfigError
from tiki2md.diagnostics import Reporter
from tiki2md.inspection import Inspection, inspect_wiki
from tiki2md.migration import page_count, write_skeleton
from tiki2md.model import Wiki
from tiki2md.processes import processors
from tiki2md.readers.files import Kind, sniff
from tiki2md.starter import Start, likely_address, starter_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.cli.output import Talk

_DEFAULT_TARGET = "hugo"
_EXPORTS = frozenset({Kind.SQL, Kind.ZIP, Kind.TAR})
"""Kinds of files that are a whole wiki by themselves."""
_TOLD = 5
"""So many of several exports are named."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The export: what was read, and what was counted in it."""

    wiki: Wiki
    counted: Inspection


@click.command("init")
@click.argument(
    "folder", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False), default=Path()
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="SRC",
    shell_complete=completion_items.files,
    help="The export, as convert reads it; otherwise the only one in DIR. May be repeated.",
)
@target_option
@click.option(
    "-o",
    "--output",
    default="site",
    metavar="OUT",
    show_default=True,
    help="The folder of the site, from DIR.",
)
@files_option
@address_option
@click.option(
    "--redirects",
    multiple=True,
    metavar="HOST",
    shell_complete=completion_items.hosts,
    help=f"The web server: {', '.join(CHOICES['redirect_hosts'])}. May be repeated.",
)
@click.option("--scaffold", is_flag=True, help="Write a site without pages into OUT, too.")
@click.option("--no-input", is_flag=True, help="Ask nothing.")
@click.option("--force", is_flag=True, help=f"Replace the {FILE_NAME} that is there.")
@talk_options
def command(  # noqa: PLR0913 - each is an option that users type
    *,
    folder: Path,
    sources: tuple[str, ...],
    target: str | None,
    output: str,
    files: tuple[Path, ...],
    site_url: str | None,
    redirects: tuple[str, ...],
    scaffold: bool,
    no_input: bool,
    force: bool,
    talk: Talk,
) -> int:
    """Write a commented tiki2md.toml into DIR, made from what is found in the export.

    On a terminal it asks for what it is not told; never with --no-input, and never where
    the variable CI is set.  With --scaffold also the configuration, templates and styles of
    the site, which its generator then builds.
    """
    path = folder / FILE_NAME
    if path.exists() and not force:
        raise click.UsageError(f"{path} is there already; --force replaces it")
    ask = not no_input and not os.environ.get("CI") and _is_terminal()
    _check_flags(target, site_url, redirects)
    sources = sources or _only_export(folder, talk)
    if ask:
        sources = sources or _asked_sources()
        target = target or _asked("For which generator", _DEFAULT_TARGET, target_names())
    target = target or _DEFAULT_TARGET
    found = _read(sources, files, target, talk)
    likely = likely_address(found.wiki)
    if ask:
        site_url = site_url or _asked("The wiki's own address, if you know it", likely)
        hosts = ("none", *CHOICES["redirect_hosts"])
        redirects = redirects or (_asked("The web server of the new site", "none", hosts),)
    start = Start(
        target=target,
        sources=tuple(_from_folder(source, folder) for source in sources),
        output=output,
        files=tuple(_from_folder(str(path), folder) for path in files),
        site_url=checked("site_url", site_url or "", "--base-url", target_names()),
        redirect_hosts=tuple(host for host in redirects if host != "none"),
    )
    settings = _write_configuration(path, start, found, talk)
    if scaffold:
        _write_scaffold(folder / output, settings, found.wiki, target, talk)
    talk.say(f"Next: {_next(folder, has_source=bool(sources))}")
    return EXIT_DONE


def _is_terminal() -> bool:
    """Whether somebody is there to read a question and to answer it."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _check_flags(target: str | None, site_url: str | None, redirects: tuple[str, ...]) -> None:
    """Refuse what no configuration may say, before anything is asked or read."""
    names = target_names()
    checked("redirect_hosts", ",".join(redirects), "--redirects", names)
    checked("site_url", site_url or "", "--base-url", names)
    if target is not None:
        checked("target", target, "--target", names)


def _write_configuration(path: Path, start: Start, found: _Found, talk: Talk) -> Settings:
    """Write the configuration, which can be read back; the settings that it makes."""
    text = starter_text(start, found.wiki, found.counted)
    settings = _checked_settings(text)
    write_file(path, text.encode("utf-8"))
    talk.say(f"Written: {path}")
    return settings


def _write_scaffold(out: Path, settings: Settings, wiki: Wiki, target: str, talk: Talk) -> None:
    written = write_skeleton(wiki, *for_wiki(settings, wiki), out)
    talk.say(f"Written: {out} ({len(written)} files)" if written else _no_scaffold(target))


def _only_export(folder: Path, talk: Talk) -> tuple[str, ...]:
    """The export in ``folder``, if there is exactly one; several may be of several wikis."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    exports = [str(file) for file in files if file.is_file() and sniff(file) in _EXPORTS]
    if len(exports) > 1:
        named = ", ".join([*map(shown, exports[:_TOLD]), *(["…"] if exports[_TOLD:] else [])])
        talk.say(
            f"Not read, since there are {len(exports)}: {named}; "
            "name one, or what belongs together, by --source"
        )
    return tuple(exports) if len(exports) == 1 else ()


def _asked_sources() -> tuple[str, ...]:
    source = _asked("The export: a file, a folder or mysql://… (empty if there is none yet)", "")
    return (source,) if source else ()


def _asked(question: str, default: str, choices: Sequence[str] | None = None) -> str:
    kind = click.Choice(choices) if choices else str
    return str(click.prompt(question, default=default, type=kind, err=True)).strip()


def _read(sources: tuple[str, ...], files: tuple[Path, ...], target: str, talk: Talk) -> _Found:
    if not sources:
        return _Found(Wiki(), Inspection(target=target))
    reporter = Reporter()
    settings = settle([{"target": target}])
    reading = reading_from(settings, SettingFlags(files=files), history=True)
    wiki = read_pages(sources, reporter, talk, reading)
    options, registry = for_wiki(settings, wiki)
    with talk.progress("Inspecting", page_count(wiki, options)) as on_page:
        counted = inspect_wiki(
            wiki, options, registry, on_page, reporter.diagnostics, jobs=processors()
        )
    talk.say(f"Read: {', '.join(map(shown, sources))} ({number_of(counted.pages, 'page')})")
    return _Found(wiki, counted)


def _from_folder(name: str, folder: Path) -> str:
    """``name``, a path from the current folder, as ``folder`` sees it."""
    if "://" in name or Path(name).is_absolute():
        return name
    return Path(os.path.relpath(name, folder)).as_posix()


def _checked_settings(text: str) -> Settings:
    """The settings that ``text`` makes, by the reader of configurations itself.

    Raises:
        InputError: it cannot be read back.
    """
    with TemporaryDirectory(prefix="tiki2md-") as scratch:
        path = Path(scratch) / FILE_NAME
        path.write_text(text, "utf-8")
        try:
            return settle([load_file(path, target_names())])
        except ConfigError as error:
            raise InputError(f"no configuration can be made of this wiki: {error}") from error


def _no_scaffold(target: str) -> str:
    return f"The target {target} needs no scaffold: its site is a folder of pages."


def _next(folder: Path, *, has_source: bool) -> str:
    place = "" if folder == Path() else f" -c {shlex.quote(str(folder / FILE_NAME))}"
    if not has_source:
        return f"write the source into {folder / FILE_NAME}, then: tiki2md convert{place}"
    return f"tiki2md convert{place}"
