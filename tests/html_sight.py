"""What HTML shows, as ``verify`` sees it."""

from __future__ import annotations

from tiki2md.verify.markup import HtmlSight
from tiki2md.verify.sight import Sight


def seen(html: str) -> Sight:
    """The sight of a text of HTML."""
    sight = Sight()
    reader = HtmlSight(sight)
    reader.feed(html)
    reader.close()
    return sight
