"""Reads the fixture files: prose, with long fences that hold the cases.

A fence is ``tiki`` with flags, then the source, a line with a dot, what is
expected, and with the flag ``diag`` another dot and the diagnostics.  A fence of
``toml`` is the configuration for the cases below it: entries ``[[rewrite]]``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tiki2md.config import checked
from tiki2md.config.rewrites import rewrites_of
from tiki2md.options import Options, with_values
from tiki2md.render import TARGETS

ROOT = Path(__file__).parents[1] / "fixtures"
FLAGS = frozenset({"ast", "diag", "any-diag"})
BLOCK = re.compile(r"^(`{8,}) tiki([^\n]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
CONFIGURATION = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# How characters that nobody sees are written.
SHOWN = {"␠": " ", "→": "\t", "␍": "\r", "␀": "\0", "⍽": "\u00a0", "␤": "\u2028", "␣": "\u200b"}


@dataclass(frozen=True)
class Case:
    """One sample; ``number`` counts the fences of its file."""

    path: Path
    number: int
    line: int
    flags: frozenset[str]
    options: Options
    source: str
    expected: str
    diagnostics: str

    @property
    def id(self) -> str:
        return f"{self.path.relative_to(ROOT).as_posix()}:{self.line}"


def read_cases(*folders: str) -> list[Case]:
    """The cases of all files in ``folders``; none without files, no file without cases."""
    cases: list[Case] = []
    for folder in folders:
        paths = sorted((ROOT / folder).glob("*.md"))
        assert paths, f"no fixture files in {folder}"
        for path in paths:
            found = list(BLOCK.finditer(text := path.read_text("utf-8")))
            assert found, f"no case in {path}"
            assert len(re.findall(r"^`{8,}", text, re.MULTILINE)) == 2 * len(found), path
            for number, match in enumerate(found):
                line = text.count("\n", 0, match.start()) + 1
                flags, body = match[2].split(), match[3]
                options = _options(path, text[: match.start()])
                cases.append(_case(path, number, line, flags, body, options))
    return cases


def _options(path: Path, above: str) -> Options:
    """What the last configuration above a case says."""
    found = CONFIGURATION.findall(above)
    rules = rewrites_of(tomllib.loads(found[-1])["rewrite"], path) if found else ()
    return Options(rewrites=rules)


def _case(path: Path, number: int, line: int, info: list[str], body: str, options: Options) -> Case:
    flags = frozenset(word for word in info if "=" not in word)
    assert flags <= FLAGS, f"{path}:{line}: no flag {flags - FLAGS}"
    pairs = (word.split("=", 1) for word in info if "=" in word)
    values = {key: checked(key, value, path.name, TARGETS) for key, value in pairs}
    for shown, character in SHOWN.items():
        body = body.replace(shown, character)
    parts = [part.removesuffix("\n") for part in re.split(r"^\.\n", body, flags=re.MULTILINE)]
    assert len(parts) == (3 if "diag" in flags else 2), (
        f"{path}:{line}: {len(parts)} parts, each but the last ends with a line of a dot"
    )
    options = with_values(options, values)
    return Case(path, number, line, flags, options, parts[0], parts[1], "".join(parts[2:]))
