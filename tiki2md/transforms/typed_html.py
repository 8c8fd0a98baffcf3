"""A quirk of Tiki's paragraphs: HTML that an author typed as text switches breaks off."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tiki2md.nodes import Node, text_of

_BLOCK = re.compile(
    r"</?(?:address|blockquote|div|dl|fieldset|h[0-9]|hr|li|noscript|ol|p|pre|table|ul)",
    re.IGNORECASE,
)
_RAW = {"<!--": "-->", "<pre": "</pre", "<table": "</table", "<script ": "</script>"}


@dataclass(slots=True)
class TypedHtml:
    """Which typed elements are open (tiki-syntax §5).

    Tiki's test is textual: a literally typed ``<table``, shown as such, keeps
    paragraphs and breaks away until its end tag, and so does any block tag on
    its own line.
    """

    open: dict[str, int] = field(default_factory=dict)

    def holds(self, line: list[Node]) -> bool:
        """Whether ``line`` stands in, begins or ends typed HTML; lines come in order."""
        text = "".join([text_of(node) for node in line])
        if "<" not in text and "-->" not in text:
            return any(self.open.values())
        lower = text.lower()
        for start, end in _RAW.items():
            count = self.open.get(start, 0) + lower.count(start) - lower.count(end)
            self.open[start] = max(count, 0)
        return any(self.open.values()) or _BLOCK.search(text) is not None
