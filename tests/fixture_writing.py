"""Writes what the converter says now into the fixture files, for ``--update-fixtures``."""

from __future__ import annotations

import re

from fixture_files import BLOCK, SHOWN, Case


def visible(text: str) -> str:
    """``text`` with what nobody sees written as symbols; spaces at the end of a line only."""
    text = re.sub(" +$", lambda m: "␠" * len(m[0]), text, flags=re.MULTILINE)
    for shown, character in SHOWN.items():
        text = text.replace(character, shown) if character != " " else text
    return text


def rewrite(case: Case, expected: str, diagnostics: str) -> None:
    """Put a new expectation into the file of ``case``."""
    text = case.path.read_text("utf-8")
    match = list(BLOCK.finditer(text))[case.number]
    source = re.split(r"^\.\n", match[3], maxsplit=1, flags=re.MULTILINE)[0]
    parts = [expected, diagnostics] if "diag" in case.flags else [expected]
    body = source + "".join(f".\n{visible(part)}\n" if part else ".\n" for part in parts)
    text = text[: match.start(3)] + body + text[match.end(3) :]
    case.path.write_text(text, encoding="utf-8", newline="\n")
