"""Hugo builds the site with the templates of the scaffold, and shows what they are for."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from command_line import installed

from tiki2md.migration import convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.site.scaffolds.common import HEADLESS

if TYPE_CHECKING:
    from pathlib import Path


def test_tables_without_a_head_show_none(tmp_path: Path) -> None:
    program = installed("hugo")
    pages = [Page(name="HomePage", source="||a|b\nc|d||")]
    convert_site(Wiki(pages=pages), Options(target="hugo"), tmp_path)
    subprocess.run([program, "build", "--panicOnWarning"], cwd=tmp_path, check=True)
    html = (tmp_path / "public" / "index.html").read_text("utf-8")
    assert f"{HEADLESS}\n</style>" in html
    assert "".join(html.partition("<thead>")[2].partition("</thead>")[0].split()) == (
        "<tr><th></th><th></th></tr>"
    )


HEADINGS = [
    "See http://example.org/a_b?x=1 now",
    "See ~np~http://example.org/a_b~/np~ __now__",
    "http://example.org/",
    "[http://example.org/a|http://example.org/a]",
    "__John's page__",
    "[http://example.org|snake_case] and ''a_b'' x",
    "__Versions 1.0-2.0, (a: b)!__ it's snake_case",
    "===u__a_b__=== -+c_d+-",
    "--a__b__-- c",
    "équipe __l'équipe__",
    "mail me@example.org",
    "__a -- b... c__",
]


def test_contents_lead_to_all_headings(tmp_path: Path) -> None:
    program = installed("hugo")
    source = "{maketoc}\n" + "".join(f"! {heading}\n" for heading in HEADINGS)
    markdown = '{syntax type="markdown"}\n{maketoc}\n\n# *a_b* http://c.d\n\nwww.e.f\n*g_h*\n===\n'
    pages = [Page(name="HomePage", source=source), Page(name="Other", source=markdown)]
    convert_site(Wiki(pages=pages), Options(target="hugo"), tmp_path)
    subprocess.run([program, "build", "--panicOnWarning"], cwd=tmp_path, check=True)
    for path, count in (("index.html", len(HEADINGS)), ("other/index.html", 2)):
        html = (tmp_path / "public" / path).read_text("utf-8")
        links = {unquote(link) for link in re.findall(r'<li><a href="[^"#]*#([^"]+)"', html)}
        assert len(links) == count
        assert links <= set(re.findall(r'<h1 id="([^"]+)"', html))


def test_addresses_of_every_scheme_are_written(tmp_path: Path) -> None:
    program = installed("hugo")
    addresses = [
        "ftp://a.example/x",
        "irc://b.example/c",
        "tel:+12",
        "news:d.e",
        "data:image/png;,",
    ]
    links = "".join(f"[{url}|x] " for url in addresses)
    links += "[http://i.example/?j&amp;k|x]"
    typed = (
        '{img src="data:image/png;,"} __ftp://f.example/__ [irc://g.example|see https://h.example]'
    )
    markdown = "".join(f"[x]({url}) ![]({url}) <{url}> " for url in addresses)
    markdown += "[x](http://i.example/?j&amp;amp;k)"
    pages = [
        Page(name="HomePage", source=f"!{links}\n||{links}|ftp://a.example/x||\n{typed}"),
        Page(name="Other", source=f'{{syntax type="markdown"}}\n{markdown} ftp://a.example/x'),
    ]
    convert_site(Wiki(pages=pages), Options(target="hugo"), tmp_path)
    subprocess.run([program, "build", "--panicOnWarning"], cwd=tmp_path, check=True)
    for path in ("index.html", "other/index.html"):
        html = unescape((tmp_path / "public" / path).read_text("utf-8"))
        assert "ZgotmplZ" not in html
        assert {url for url in addresses if f'<a href="{url}">' in html} == {*addresses}
        assert '"http://i.example/?j&amp;k"' in html
        assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", html)


def test_notes_are_shown_without_their_marks(tmp_path: Path) -> None:
    program = installed("hugo")
    notes = "\n".join(
        f'{{REMARKSBOX(type="{kind}" title="{title}")}}Mind __the__ gap.{{REMARKSBOX}}'
        for kind, title in (("tip", "On < the quay"), ("warning", ""), ("error", "x"))
    )
    wiki = Wiki(pages=[Page(name="HomePage", source=f"{notes}\n{{QUOTE()}}No note.{{QUOTE}}")])
    convert_site(wiki, Options(target="hugo"), tmp_path)
    subprocess.run([program, "build", "--panicOnWarning"], cwd=tmp_path, check=True)
    html = (tmp_path / "public" / "index.html").read_text("utf-8")
    assert "[!" not in html
    assert re.findall(r'<blockquote(?: class="alert alert-(\w+)")?>', html) == [
        "tip",
        "warning",
        "caution",
        "",
    ]
    assert "On &lt; the quay" in html
    assert html.count("<p>Mind <strong>the</strong> gap.</p>") == 3
