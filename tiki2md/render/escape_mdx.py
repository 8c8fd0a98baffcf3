"""What MDX reads as markup besides what CommonMark does, and what Docusaurus adds to it."""

from __future__ import annotations

from tiki2md.render.unsafe import Gap, Unsafe, Where, at, at_line_start

MDX_UNSAFE: tuple[Unsafe, ...] = (
    Unsafe("{", at(r"\{"), "an expression of JavaScript (MDX)"),
    Unsafe("<", at(r"<"), "an element of JSX, whatever follows (MDX)"),
    Unsafe(":", at(r"(?<!:):(?=[A-Za-z][\w-]*\[)"), "a directive in the line (remark-directive)"),
    Unsafe(":", at(r"(?<!:):(?=[^\W\d_])"), "a directive, no part of the id", Where.HEADING),
    at_line_start(":", r"^:(?=::?)", "a directive or a note (remark-directive)"),
    at_line_start("ie", r"^[ie](?=mport\b|xport\b)", "a statement of JavaScript (MDX)"),
)
"""The rows; the letters of statements become character references."""

GAP = Gap(
    "<wbr />",
    at(
        r"\b(?:https?:(?=//)|www(?=\.))()"
        r"(?!(?://|\.)\w(?:[\w.-]*\w)?(?::[0-9]{1,4})?(?:[/?#\s<]|[!\"'),.;>}]*(?:\s|\Z)))"
    ),
)
"""Ends an address; and where one is that JavaScript cannot read, which stops the build."""
