"""What all pages of a preview have in common: their head, their style, what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import quote

from tiki2md.report.markup import asset, hash_source, head

SANDBOX = "allow-top-navigation-by-user-activation"
"""What a rendering may do: its links, which are all ours, lead the whole window on."""
_NOTHING = "default-src 'none'; base-uri 'none'; form-action {forms}; frame-ancestors {frames}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser gets.

    Attributes:
        status: of HTTP.
        body: text, encoded when it is sent.
        media_type: of it.
        policy: what the browser may load and run for it (CSP).
    """

    status: int
    body: str
    media_type: str = "text/html"
    policy: str = _NOTHING.format(forms="'none'", frames="'none'")


def own(name: str) -> str:
    """A file of style or script beside this module."""
    return files("tiki2md.preview").joinpath(name).read_text("utf-8")


def address(kind: str, path: str) -> str:
    """The address of a page, or of a part of it; it may stand in an attribute as it is.

    Args:
        kind: ``page``, ``rendering``, ``markdown`` or ``source``.
        path: of the page's file in the site.
    """
    return f"/{kind}/{quote(path, errors='replace')}"


def framed(
    title: str,
    body: str,
    *,
    style: str = "",
    script: str = "",
    css_class: str = "",
    status: int = 200,
) -> Answer:
    """A page of the preview itself.

    Args:
        title: plain text.
        body: HTML.
        style: besides what all have.
        script: of the page.
        css_class: of its body.
        status: of HTTP.
    """
    style = asset("common.css") + style + own("preview.css")
    policy = _NOTHING.format(forms="'self'", frames="'none'") + (
        f"; style-src {hash_source(style)}; frame-src 'self'; img-src data:"
    )
    if script:
        policy += f"; script-src {hash_source(script)}"
    scripted = f"<script>{script}</script>\n" if script else ""
    return Answer(status, _html(title, style, f"{body}\n{scripted}", css_class), policy=policy)


def sandboxed(title: str, body: str) -> Answer:
    """The rendering of a page, in which nothing runs and nothing is loaded.

    Args:
        title: plain text.
        body: HTML of which everything that may act is taken out.
    """
    style = asset("common.css") + own("rendering.css")
    policy = _NOTHING.format(forms="'none'", frames="'self'") + (
        f"; style-src {hash_source(style)}; style-src-attr 'unsafe-inline'; img-src data:"
        f"; sandbox {SANDBOX}"
    )
    return Answer(200, _html(title, style, body, ""), policy=policy)


def plain(body: str, status: int = 200) -> Answer:
    """Text as it is."""
    return Answer(status, body, media_type="text/plain")


def _html(title: str, style: str, body: str, css_class: str) -> str:
    kind = f' class="{css_class}"' if css_class else ""
    others = '<meta name="robots" content="noindex">', '<link rel="icon" href="data:,">'
    return f"{head(title, style, *others)}<body{kind}>\n{body}</body>\n</html>\n"
