"""What ``--debug-dump`` appends to a page, and what stands in for a page that failed."""

from __future__ import annotations

import html
import re

from tiki2md.newlines import with_newlines


def with_debug_dump(body: str, ast: str, source: str) -> str:
    """``body`` followed by a ``<pre>`` block with the Markdown, the AST and the source.

    Args:
        body: the page as Markdown.
        ast: its AST, in the classic layout.
        source: its Tiki source.
    """
    markdown = "\n" + body.strip("\n") + "\n"
    shown = (
        f"Markdown:\n--------\n{markdown}\n\n"
        f"AST Structure:\n-------------\n{ast}\n\n"
        f"Original Tiki:\n-------------\n{with_newlines(source)}\n"
    )
    return (
        f"\n{markdown}\n\n"
        '<pre style="background-color: #e0e0e0;">\n<code class="language-text">\n'
        f"{escaped(shown)}</code>\n</pre>\n"
    )


def source_block(source: str) -> str:
    """``source`` as a block that shows it as it is, in any target.

    A fence does where the text is free of template calls, which Hugo and Jekyll run
    even in code; otherwise the block is HTML, with the calls' braces escaped.
    """
    text = with_newlines(source).strip("\n")
    if "{{" in text or "{%" in text:
        return f"<pre><code>{escaped(text)}\n</code></pre>\n"
    runs = [len(run) for run in re.findall("`+", text)]
    fence = "`" * max(3, *(run + 1 for run in runs)) if runs else "```"
    return f"{fence}text\n{text}\n{fence}\n"


def escaped(text: str) -> str:
    """``text`` for the inside of an HTML element, with no template call left in it."""
    plain = html.escape(text, quote=False)
    return plain.replace("{{", "&#123;&#123;").replace("{%", "&#123;%")
