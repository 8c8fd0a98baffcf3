"""Where the grammars are: in the wheel they are part of the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def grammar_path(name: str) -> Path:
    """The path of the grammar file ``name``, such as ``arguments.lark``.

    A wheel holds the grammars inside the package; a checkout and an editable
    install have them beside it.
    """
    packaged = _PACKAGE / "grammars" / name
    return packaged if packaged.exists() else _PACKAGE.parent / "grammars" / name
