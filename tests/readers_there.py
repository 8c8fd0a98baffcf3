"""Which parsers of Markdown are installed, for tests that read sites back."""

from __future__ import annotations

import pytest


def read_back_or_skip(target: str) -> None:
    """Skip a test whose target is read by a parser that is not here: only MkDocs' is optional."""
    if target == "mkdocs":
        pytest.importorskip("markdown")
        pytest.importorskip("pymdownx")
