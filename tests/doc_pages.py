"""The pages of README.md and docs/, and what their fences mean.

A page is a story in a folder of its own, told from top to bottom:

- a fence with a title, such as ``toml title="tiki2md.toml"``, is a file that is written;
- each line of ``sh`` is run and must succeed;
- ``console`` holds ``$ command`` and what it prints; ``title="exit code 1"`` if it fails;
- ``bash`` is not run, since it needs what a test has not: its commands and flags must exist;
- ``pycon`` is what Python answers.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
from click.testing import CliRunner
from sample_exports import EXPORTS, HARBOUR, HARBOUR_PAGES, LIGHTHOUSE
from tiki_exports import Old, mime, tar
from xml_exports import Export, page_xml, pages_xml

from tiki2md.cli import run

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = ROOT / "docs" / "pages"
GUIDES = sorted((PAGES / "guide").glob("*.md"))

_FENCE = re.compile(
    r'^```(?P<language>\w+)(?: title="(?P<title>[^"\n]*)")?\n(?P<body>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)
_EXIT = re.compile(r"exit code (\d+)")
# What stories may use besides tiki2md: programs that read or copy files.
_TOOLS = {"cat", "cp", "find", "grep", "head", "ls", "mkdir", "rm", "sed", "sort", "tail", "wc"}


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code.

    Attributes:
        language: as it is named.
        title: of the block; empty without one.
        body: its lines.
    """

    language: str
    title: str
    body: str


def fences(path: Path, language: str = "") -> list[Fence]:
    """The fences of a page, or those of one language."""
    found = [
        Fence(match["language"], match["title"] or "", match["body"])
        for match in _FENCE.finditer(path.read_text("utf-8"))
    ]
    return [fence for fence in found if not language or fence.language == language]


def set_out(folder: Path) -> None:
    """Put the exports that the pages speak of into ``folder``."""
    shutil.copy(HARBOUR, folder / "wiki.sql.gz")
    shutil.copytree(HARBOUR_PAGES, folder / "pages")
    shutil.copytree(EXPORTS / "phpmyadmin", folder / "phpmyadmin")
    shutil.copy(LIGHTHOUSE / "wiki.sql", folder / "lighthouse.sql")
    shutil.copytree(LIGHTHOUSE / "storage", folder / "storage")
    Export().page("Home", "moss").listed(pages_xml(page_xml("Home"))).write(folder / "xml.zip")
    versions = mime("HomePage", Old(2, "__new__"), Old(1, "old"))
    (folder / "export.tar").write_bytes(tar(("HomePage", versions)))
    (folder / "page.tiki").write_text(fences(README, "tiki")[0].body, "utf-8")


def told(text: str) -> str:
    """The page ``text`` with what its commands really print.

    The current folder is where the story happens.

    Raises:
        AssertionError: a command ends otherwise than the page says.
    """

    def tell(match: re.Match[str]) -> str:
        language, title, body = match["language"], match["title"] or "", match["body"]
        if language == "console":
            wanted = _EXIT.fullmatch(title)
            return match[0].replace(body, _session(body, int(wanted[1]) if wanted else 0))
        if language == "sh":
            for line in _commands(body):
                code, printed = _run(line)
                assert code == 0, f"{line}\n{printed}"
        elif "." in title:
            path = Path(title)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        return match[0]

    return _FENCE.sub(tell, text)


def _commands(body: str) -> list[str]:
    """The commands of ``sh``, without those that make an environment."""
    joined = body.replace("\\\n", "")
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [line for line in lines if not line.startswith("python3 -m venv ")]


def _session(body: str, wanted: int) -> str:
    lines = [line for line in body.splitlines() if line.startswith("$ ")]
    assert lines, body
    parts = []
    for line in lines:
        code, printed = _run(line.removeprefix("$ "))
        assert code == wanted, f"{line}\n{printed}"
        parts.append(f"{line}\n{printed}")
    return "".join(parts)


def _run(line: str) -> tuple[int, str]:
    """Run a command; its exit code, and all that it printed."""
    first, _, rest = line.partition(" | ")
    joined = first.endswith(" 2>&1")
    first = first.removesuffix(" 2>&1")
    words = shlex.split(first, comments=True)
    if words[0] != "tiki2md":
        return _run_tool(line, "")
    runner = CliRunner()
    with runner.isolation() as (out, err, both):
        code = run(words[1:])
        sys.stdout.flush()
        sys.stderr.flush()
        if not rest:
            return code, both.getvalue().decode()
        shown, talk = out.getvalue().decode(), err.getvalue().decode()
        everything = both.getvalue().decode()
    after, printed = _run_tool(rest, everything if joined else shown)
    return code or after, printed if joined else talk + printed


def _run_tool(line: str, stdin: str) -> tuple[int, str]:
    for part in re.split(r" (?:\||&&) ", line):
        assert shlex.split(part)[0] in _TOOLS, f"no story knows this program: {part}"
    done = subprocess.run(
        ["bash", "-c", line], input=stdin, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


# The programs of others, and what may be asked of them.
_OTHERS = {
    "apache2ctl": {"configtest", "graceful"},
    "bundle": {"exec", "install", "jekyll", "build", "serve"},
    "cd": set(),
    "crontab": {"-e"},
    "dask": {"scheduler", "worker"},
    "eval": set(),
    "git": {"add", "blame", "checkout", "clone", "commit", "diff", "init", "fast-import", "<",
            "log", "main", "push", "-m", "-p", "--follow", "--stat"},
    "hugo": {"server", "build", "-s", "--minify"},
    "jekyll": {"build", "serve", "-s", "-d"},
    "mkdocs": {"build", "serve", "--strict", "-f"},
    "mysqldump": {"--default-character-set=utf8mb4", "--hex-blob", "--single-transaction", "-u",
                  "-p", "-h"},
    "nginx": {"-t", "-s", "reload"},
    "npm": {"install", "run", "build", "start"},
    "python3": {"-m", "venv", "http.server", "-d"},
    "scp": {"-r"},
    "zensical": {"build", "serve", "-f"},
}  # fmt: skip
_PATH = re.compile(r"[\w.@:/~'*>-]*[./@:>][\w.@:/~'*>-]*|>|wiki|site|tiki|tikiuser|public|Update")


def check_unrun(line: str) -> None:
    """Check a command that is not run: the program is known, and so are its flags.

    Raises:
        AssertionError: it is not as it would have to be.
    """
    line = re.sub(r'"\$\((.*)\)"', r"\1", line)
    for part in re.split(r" (?:\||&&) ", line):
        words = shlex.split(part, comments=True)
        while words and re.fullmatch(r"[A-Z0-9_]+=.*", words[0]):
            words = words[1:]
        if words[0] == ".":
            continue
        program = Path(words[0]).name
        if program == "eval":
            words = words[1:]
            program = words[0]
        if program == "tiki2md":
            _check_own(words[1:])
        elif program == "pip":
            _check_pip(words[1:])
        elif program not in _TOOLS:
            assert program in _OTHERS, part
            unknown = [w for w in words[1:] if w not in _OTHERS[program] and not _PATH.fullmatch(w)]
            assert unknown == [], part


def _check_own(words: list[str]) -> None:
    from tiki2md.cli import cli

    context = click.Context(cli)
    name, found, rest = cli.resolve_command(context, words)
    assert name is not None
    assert found is not None
    found.make_context(name, rest, parent=context)


def _check_pip(words: list[str]) -> None:
    import tomllib

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    known = {"install", "-q", "-r", "-e", "--upgrade", *extras["optional-dependencies"]}
    for word in words:
        own = re.fullmatch(r"(?:tiki2md|\.)(?:\[([\w,]+)\])?", word)
        if own is None:
            assert word in known or word.endswith("requirements.txt"), word
        elif own[1]:
            assert set(own[1].split(",")) <= known, word
