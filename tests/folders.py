"""What is in a folder, for tests that compare two of them or look for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def files_of(root: Path) -> dict[str, bytes]:
    """The bytes of all files below a folder, by their paths from there."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def pages_of(root: Path) -> dict[str, str]:
    """The texts of all files of Markdown below a folder, likewise."""
    return {
        name: data.decode("utf-8") for name, data in files_of(root).items() if name.endswith(".md")
    }
