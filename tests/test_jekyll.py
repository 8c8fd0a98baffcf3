"""What Jekyll makes of its target: kramdown is asked, where Ruby has it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from crawl import crawl_site
from drawn_documents import drawn
from fixture_files import read_cases
from html_sight import seen
from sample_wikis import SMALL, garden, leads_out

import tiki2md
from tiki2md.diagnostics import Reporter
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.render import render
from tiki2md.render.jekyll import is_balanced
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.events import first_difference
from tiki2md.verify.page import sight_of_page
from tiki2md.verify.reading import seen_in_html, seen_in_markdown, seen_in_tree
from tiki2md.verify.sight import words_of

if TYPE_CHECKING:
    from tiki2md.verify.events import Event

JEKYLL = Options(target="jekyll")
SCRIPT = Path(__file__).with_name("kramdown.rb")
CASES = [
    case
    for case in read_cases("syntax", "plugins", "render")
    if "ast" not in case.flags and "endraw" not in case.source and "ln=" not in case.source
]


@cache
def has_kramdown() -> bool:
    ruby = shutil.which("ruby")
    command = [ruby or "", "-e", "require 'kramdown'; require 'kramdown-parser-gfm'"]
    return ruby is not None and not subprocess.run(command, check=False).returncode


def html_of(pages: list[str]) -> list[str]:
    """What Jekyll's Markdown is as HTML; pages without Liquid, but for what hides it."""
    if not has_kramdown():
        pytest.skip("kramdown is not installed")
    texts = [re.sub(r"\{% (?:end)?raw %\}", "", page) for page in pages]
    done = subprocess.run(
        ["ruby", str(SCRIPT)], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return list(json.loads(done.stdout))


def shown(html: str) -> str:
    """The characters that a reader sees, but for the numbers of notes and ways back to them."""
    html = re.sub(r'<(sup|a)[^>]*class="[^"]*footnote[^"]*".*?</\1>', "", html, flags=re.DOTALL)
    return "".join(words_of(seen_in_html(html).events))


def test_fixtures_show_the_same_as_in_the_flavour_of_github() -> None:
    pages = html_of(
        [tiki2md.convert(c.source, options=replace(c.options, target="jekyll")) for c in CASES]
    )
    for case, html in zip(CASES, pages, strict=True):
        other = tiki2md.convert(case.source, options=replace(case.options, target="gfm"))
        if "[^" in other or "[!" in other or "<!-- toc" in other:
            continue
        if "$`" in other or "```math" in other:  # mathematics of GitHub's; Jekyll has MathJax
            continue
        expected = "".join(words_of(seen_in_markdown(other).events))
        assert shown(html) == expected, case.id


def test_documents_are_read_back() -> None:
    found = drawn(300)
    texts = [render(document, JEKYLL, Reporter()) for document in found]
    wrong: list[str] = []
    for document, text, html in zip(found, texts, html_of(texts), strict=True):
        want, got = seen_in_tree(document).compared(), seen_in_html(html).compared()
        if got != want:
            wrong.append(f"{text}\n{first_difference(want, got)}")
    # kramdown loses its way in a few that nest deep: a fence in a list in a quotation in a
    # definition.  Which documents are drawn depends on what else was imported.
    assert len(wrong) <= len(found) // 100, "\n".join(wrong)


@pytest.mark.parametrize(
    ("html", "balanced"),
    [
        ("<p>a<br>b</p>", True),
        ("<p>a<p>b", False),
        ("<b><i></b></i>", False),
        ("</div>", False),
        ("<p title='<'>a</p>", True),
        ("a < b", False),
        ("<!-- <p> --><br/>", True),
    ],
)
def test_html_that_kramdown_would_not_leave_alone(html: str, balanced: bool) -> None:
    assert is_balanced(html) == balanced


HOSTILE = Wiki(
    pages=[
        Page(name="HomePage", source="((Liquid)) ((Foo:title|#A)) [Liquid|{{ x }}]", page_id=1),
        Page(
            name="Liquid",
            page_id=2,
            source="{{ page.title }} {% if x %} ~np~{% endraw %}~/np~ {{ open\n\n"
            '{CODE(colors="django")}{% raw %}{{ x }}{% endraw %}{%- endraw -%}{CODE}\n'
            "||{{a}}|{% b %}||\n!Heading {{ site }}\n* {{ a\n** {% endraw\n"
            '{CODE(colors="x" ln="1")}{{ y }}{% endhighlight %}{CODE}',
            description="{{ site.title }} {% x",
        ),
        Page(name="Foo:title", source="!A\n!A\n!A-1\n!1. x²\n!日本 語\n{maketoc}", page_id=3),
        Page(name="{% x", source="{HTML()}<p>a<p>b{HTML}\n\nthe end", page_id=4, aliases=["a:b/c"]),
        Page(name="n" * 250, source="long", page_id=5, language="de", creator="o'hara {{"),
    ]
)


def wiki_of(source: str, tmp_path: Path) -> Wiki:
    if source == "garden":
        return garden(tmp_path / "spool")
    return SMALL if source == "small" else HOSTILE


@pytest.mark.parametrize("source", ["small", "garden", "hostile"])
def test_jekyll_builds_and_every_link_leads_somewhere(tmp_path: Path, source: str) -> None:
    if shutil.which("jekyll") is None:
        pytest.skip("jekyll is not installed")
    wiki, out = wiki_of(source, tmp_path), tmp_path / "site"
    summary = convert_site(wiki, JEKYLL, out, Plan())
    assert not summary.failed
    done = subprocess.run(
        [
            "jekyll",
            "build",
            "--strict_front_matter",
            "-s",
            str(out),
            "-d",
            f"{out}/_site",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not re.search("warn|error|conflict", done.stdout + done.stderr, re.IGNORECASE)
    assert crawl_site(out / "_site", ignored=leads_out).problems == []
    for entry in summary.written:
        assert (out / "_site" / Path(entry).with_suffix(".html")).exists()
    if source == "hostile":
        text = (out / "_site" / "liquid.html").read_text("utf-8")
        seen = shown(text.partition("<main>")[2].partition("</main>")[0])
        for typed in (
            "{{page.title}}{%ifx%}{%endraw%}{{open",
            "{%raw%}{{x}}{%endraw%}{%-endraw-%}",
        ):
            assert typed in seen
        assert "{{y}}{%endhighlight%}" in seen
        end = (out / "_site" / "x.html").read_text("utf-8")
        assert "<p>the end</p>" in end


def test_front_matter_has_the_names_of_jekyll(tmp_path: Path) -> None:
    page = Page(
        name="My Page",
        source="x",
        page_id=7,
        created=1710531768,
        modified=1710618168,
        creator="rosa",
        language="fr",
        tags=["b c"],
        slug="My-Page",
    )
    convert_site(Wiki(pages=[page]), replace(JEKYLL, tiki_metadata=False), tmp_path, Plan())
    assert (tmp_path / "my-page.md").read_text("utf-8") == (
        '---\ntitle: My Page\nredirect_from:\n  - "/My-Page"\n  - "/My+Page"\n'
        "date: 2024-03-15T19:42:48Z\nlast_modified_at: 2024-03-16T19:42:48Z\n"
        "tags:\n  - b c\nlang: fr\nauthor: rosa\n---\n\nx\n"
    )


_MARK = re.compile(r'<sup id="fnref:([^":]+)(?::\d+)?".*?</sup>')
_BACK = re.compile(r'(?:\s*<p>)?\s*<a href="#fnref:.*?</a>(?:</p>(?=\s*</li>))?', re.DOTALL)
_NOTES = re.compile(r'<div class="footnotes"[^>]*>\s*<ol>(.*)</ol>\s*</div>', re.DOTALL)
_NOTE = re.compile(r'<li id="fn:([^"]+)"[^>]*>(.*?)</li>(?=\s*(?:<li id="fn:|\Z))', re.DOTALL)


def events_of(html: str) -> list[Event]:
    """What HTML shows; tight items and loose ones alike, and notes as they are written."""
    html = _BACK.sub("", _MARK.sub(r"[^\1]", html))
    html = _NOTES.sub(lambda notes: _NOTE.sub(r"<div>[^\1]: \2</div>", notes[1]), html)
    return seen(html).compared()


def test_the_reader_of_verify_reads_what_kramdown_reads() -> None:
    pages = [tiki2md.convert(c.source, options=replace(c.options, target="jekyll")) for c in CASES]
    pages += EDITED
    pages = [page for page in pages if "{% highlight" not in page]
    for page, html in zip(pages, html_of(pages), strict=True):
        got = sight_of_page(page, DIALECTS["jekyll"]).compared()
        assert not first_difference(events_of(html), got), page


EDITED = [
    "a **(1)**b *x*{: .c} c\n",
    "1) no list\n\n2. a list\n{: .wide}\n",
    "> quote\n{: .tip}\n\nafter\n",
    "{::nomarkdown}\n<p>*a*<p>b\n{:/nomarkdown}\n\n*c*\n",
    "a_b_c _d_ __e__f\n",
    "#\n\n- ###\n\n> #\n",
    "one\n: *two*\n\n: three\n",
    "# A {B}\n\n## C {.d}\n\n### E {#f g}\n\n# H {#i:j.k-1}\n\n# L{#m}\n\n# N {}\n",
]
"""What a person may make of a page."""
