"""What is in a folder, for tests that compare two of them or look for a page or the report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

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


def report_of(site: Path) -> dict[str, Any]:
    """What ``report.json`` says of a site."""
    data: dict[str, Any] = json.loads((site / ".tiki2md" / "report.json").read_text("utf-8"))
    return data
