"""Writes what is generated in README.md and docs/: ``python tests/update_readme.py [--check]``.

In the README and the guide these are parts between ``<!-- name -->`` and ``<!-- /name -->``, and
what commands print; the pages of the reference are made as a whole.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import doc_reference
from doc_pages import GUIDES, PAGES, README, fences, set_out, told

import tiki2md

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REFERENCE = PAGES / "reference"

PARTS: dict[str, Callable[[], str]] = {
    "exits": doc_reference.exit_codes,
    "targets": doc_reference.targets_table,
    "placeholders": doc_reference.placeholders_table,
}


def updated(text: str) -> str:
    """``text`` with its generated parts as they must be, all but what commands print."""
    for name, make in PARTS.items():
        text = re.sub(
            rf"<!-- {name} -->\n.*?<!-- /{name} -->",
            lambda _, name=name, make=make: f"<!-- {name} -->\n{make()}\n<!-- /{name} -->",
            text,
            flags=re.DOTALL,
        )
    return text


def updated_readme(text: str) -> str:
    """The README with its sample converted again, besides ``updated``."""
    sample = tiki2md.convert(fences(README, "tiki")[0].body.removesuffix("\n"))
    first = re.compile(r"^```markdown\n.*?^```$", re.MULTILINE | re.DOTALL)
    return updated(first.sub(lambda _: f"```markdown\n{sample}```", text, count=1))


@contextlib.contextmanager
def _stage() -> Iterator[None]:
    """A folder of its own with the exports, as the current one."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            set_out(Path(folder))
            yield
        finally:
            os.chdir(before)


def pages() -> Iterator[tuple[Path, str]]:
    """Every page with generated text, and what it must be."""
    for name, make in doc_reference.REFERENCE.items():
        yield REFERENCE / f"{name}.md", f"{doc_reference.NOTE}\n\n{make()}\n"
    for path in (README, *GUIDES):
        text = path.read_text("utf-8")
        text = updated_readme(text) if path == README else updated(text)
        with _stage():
            yield path, told(text)


def main(arguments: list[str]) -> int:
    stale = 0
    for path, text in pages():
        if not path.is_file() or path.read_text("utf-8") != text:
            stale += 1
            sys.stdout.write(f"{path.name}\n")
            if "--check" not in arguments:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    return int(stale > 0 and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
