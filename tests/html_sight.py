"""What HTML shows, as ``verify`` sees it."""

from __future__ import annotations

from tiki2md.verify.markup import look_at
from tiki2md.verify.sight import Sight


def seen(html: str) -> Sight:
    """The sight of a text of HTML."""
    return look_at(html, Sight())
