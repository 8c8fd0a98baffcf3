"""The real generators: how each builds a site, and what of its output is a warning."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tiki2md.migration import convert_site
from tiki2md.model import Wiki
from tiki2md.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tiki2md"
"""Where the packages of Docusaurus are kept between runs."""


class NotInstalledError(Exception):
    """A generator is not there; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a generator made.

    Attributes:
        public: the folder to be served.
        seconds: how long it took.
        warnings: the lines of its output that are none of a clean build.
    """

    public: Path
    seconds: float
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Generator:
    """A program that builds sites.

    Attributes:
        target: what it is given.
        build: builds the site in a folder.
        folder: where sites for it must lie; anywhere by default.
    """

    target: str
    build: Callable[[Path], Build]
    folder: Callable[[], Path | None] = lambda: None


def _program(name: str) -> str:
    """The path of a program, beside this Python first."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which(name, path=beside) or shutil.which(name)
    if found is None:
        raise NotInstalledError(f"{name} is not installed")
    return found


def _run(
    command: list[str | Path],
    site: Path,
    public: Path,
    warning: str,
    environment: Mapping[str, str] | None = None,
) -> Build:
    """Run a generator; an exit code other than 0 is a warning too."""
    start = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=site,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    seconds = time.perf_counter() - start
    said = re.sub(r"\x1b\[[0-9;]*m", "", f"{done.stdout}\n{done.stderr}")
    warnings = [line.strip() for line in said.splitlines() if re.search(warning, line)]
    if done.returncode and not warnings:
        last = [line.strip() for line in said.splitlines() if line.strip()]
        warnings = [f"it ended with {done.returncode}: {' / '.join(last[:3])}"]
    return Build(public, seconds, warnings)


def hugo(site: Path) -> Build:
    command = [_program("hugo"), "build", "--panicOnWarning", "--printPathWarnings"]
    return _run(command, site, site / "public", r"^(?:WARN|ERROR|Error|panic)")


def mkdocs(site: Path) -> Build:
    # Its own advertisement, which would count as a warning.
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    command = [_program("mkdocs"), "build", "--strict", "--clean"]
    return _run(command, site, site / "site", "^(?:WARNING|ERROR)|Aborted", quiet)


def zensical(site: Path) -> Build:
    command = [_program("zensical"), "build", "--strict", "--clean"]
    return _run(command, site, site / "site", "(?i)warning|error|(?<!^No )issues?")


def jekyll(site: Path) -> Build:
    # Without this kramdown keeps to itself what it could not read.  It also tells of brackets and
    # HTML that it then shows as they are meant; what is shown is compared in tests/test_jekyll.py.
    shown = site.parent / f"{site.name}-strict.yml"
    shown.write_text("kramdown:\n  show_warnings: true\nliquid:\n  error_mode: warn\n", "utf-8")
    public = site / "_site"
    command = [_program("jekyll"), "build", "--strict_front_matter", "-s", site, "-d", public]
    meant = "No link definition|Found block HTML tag|Found invalidly used HTML closing tag"
    warning = rf"(?i)\bwarn(?!.*(?:{meant}))|error|conflict|deprecat"
    quiet = {"LANG": "C.UTF-8", "RUBYOPT": "-W0"}
    try:
        return _run(
            [*command, "--config", f"{site}/_config.yml,{shown}"], site, public, warning, quiet
        )
    finally:
        shown.unlink()


def docusaurus_folder() -> Path:
    """A folder below one with its packages, which are installed if they are not there yet."""
    npm = _program("npm")
    _program("node")
    folder = CACHE / "docusaurus"
    with TemporaryDirectory() as empty:
        convert_site(Wiki(), Options(target="docusaurus"), Path(empty))
        wanted = json.loads((Path(empty) / "package.json").read_text("utf-8"))
    noted = folder / "installed.json"
    if not noted.is_file() or json.loads(noted.read_text("utf-8")) != wanted:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(json.dumps(wanted), "utf-8")
        done = subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--prefer-offline"],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            why = next((line for line in done.stderr.splitlines() if "ERR" in line), "npm failed")
            raise NotInstalledError(f"its packages cannot be had: {why}")
        noted.write_text(json.dumps(wanted), "utf-8")
    return folder


def docusaurus(site: Path) -> Build:
    command = [docusaurus_folder() / "node_modules" / ".bin" / "docusaurus", "build"]
    quiet = {"NODE_ENV": "production", "DISABLE_UPDATE_NOTIFIER": "1"}
    # Anchors that lead nowhere are told by the crawl, for all generators alike.
    warning = r"^\s*\[(?:WARNING|ERROR)\](?! Docusaurus found broken anchors)|^Error|^\s*\[cause\]"
    return _run(list(command), site, site / "build", warning, quiet)


GENERATORS = {
    "hugo": Generator("hugo", hugo),
    "mkdocs": Generator("mkdocs", mkdocs),
    "zensical": Generator("mkdocs", zensical),
    "jekyll": Generator("jekyll", jekyll),
    "docusaurus": Generator("docusaurus", docusaurus, docusaurus_folder),
}
"""By their names; two build the sites of one target."""
