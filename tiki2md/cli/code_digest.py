"""All code and configuration that decides what becomes of a page, as one digest.

With it a run can tell whether what an earlier one made is still what it would make.
"""

from __future__ import annotations

import hashlib
import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import tiki2md

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.config import Settings
    from tiki2md.plugins import Registry


def code_digest(settings: Settings, registry: Registry) -> str:
    """A digest of this version of tiki2md, and of a site's own plugins.

    Args:
        settings: of the run; they name the plugins' files, templates and policies.
        registry: the plugins that are known, perhaps of other packages.

    Returns:
        nothing if there is code that cannot be read.
    """
    total = hashlib.sha256(repr(settings.plugins).encode("utf-8", "replace"))
    try:
        for path in sorted({*_own_files(), *_files_of(registry)}):
            total.update(hashlib.sha256(path.read_bytes()).digest())
    except (OSError, TypeError):
        return ""
    return total.hexdigest()


def _own_files() -> Iterator[Path]:
    package = Path(tiki2md.__file__).parent
    yield from package.rglob("*.py")
    yield from package.rglob("*.lark")


def _files_of(registry: Registry) -> Iterator[Path]:
    """The files in which handlers are defined."""
    for name in registry.names():
        spec = registry.get(name)
        function = getattr(spec.handler, "function", None) if spec is not None else None
        if function is not None:
            yield Path(inspect.getfile(function))
