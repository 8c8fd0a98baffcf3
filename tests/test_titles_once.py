"""A page whose first heading is its title shows it once."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import frontmatter
import pytest
from command_line import installed

from tiki2md.migration import convert_site
from tiki2md.migration.plan import Plan
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path

WIKI = Wiki(
    pages=[
        Page(name="HomePage", page_id=1, source="Welcome."),
        Page(name="Crab soup", page_id=2, source="! Crab  soup\nBoil it.\n!!Note\nx"),
        Page(name="Fish", page_id=3, source="!Fish and chips\nFry it."),
        Page(name="Eel", page_id=4, source='{img src="https://x.org/eel.png"}\n!Eel\nSmoke it.'),
        Page(
            name="Cod",
            page_id=5,
            source='{syntax type="markdown"}\n![a cod](https://x.org/cod.png)\n\n# Cod\nDry it.',
        ),
        Page(
            name="Cap",
            page_id=6,
            source='{syntax type="markdown"}\n![x](https://x.org/x.png) text\n\n# Cap',
        ),
        Page(
            name="Hake",
            page_id=9,
            source='{img src="https://x.org/h.png"}\n{REMARKSBOX(title="Old")}x{REMARKSBOX}\n'
            "{BOX()}y{BOX}\n!Hake\nFry it.\n!Sauce\nz",
        ),
        Page(
            name="Ling",
            page_id=10,
            source='{syntax type="markdown"}\n> an old\n> text\n\n# Ling\nSalt it.',
        ),
        Page(name="Tope", page_id=11, source="{BOX()}y{BOX}\nwords\n!Tope\nz"),
        Page(name="dry_all_fish", page_id=8, source="!Dry all  Fish\nHang it up."),
        Page(name='Q & A\'s "all"', page_id=7, source='!Q & A\'s "all"\nAsk.'),
    ]
)


def test_docusaurus_hides_its_own(tmp_path: Path) -> None:
    options = Options(target="docusaurus")
    convert_site(WIKI, options, tmp_path)
    hidden = {
        path.stem: frontmatter.load(path).metadata.get("hide_title", False)
        for path in (tmp_path / "docs").glob("*.md")
    }
    titled = {"crab-soup", "dry-all-fish", "eel", "cod", "hake", "ling", "q-a-s-all"}
    assert hidden == {name: name in titled for name in (*titled, "index", "fish", "cap", "tope")}
    assert "\n## Crab soup\n" in (tmp_path / "docs/crab-soup.md").read_text("utf-8")
    proof = prove(WIKI, options, default_registry(), open_folder(tmp_path))
    assert list(proof.all_findings()) == []


@pytest.mark.parametrize(
    ("target", "command", "built"),
    [
        ("hugo", ["hugo", "-s", "."], "public/crab-soup/index.html"),
        ("jekyll", ["jekyll", "build"], "_site/crab-soup.html"),
    ],
)
def test_templates_leave_theirs_out(
    tmp_path: Path, target: str, command: list[str], built: str
) -> None:
    program = installed(command[0])
    convert_site(WIKI, Options(target=target), tmp_path, Plan())
    subprocess.run([program, *command[1:]], cwd=tmp_path, check=True, capture_output=True)
    page = (tmp_path / built).read_text("utf-8").partition("<main>")[2]
    assert len(re.findall(r"<h1[ >]", page)) == 1
    # Behind pictures and boxes the title is at the top as well; behind words it is not.
    once = {"eel": 1, "cod": 1, "ling": 1, "dry-all-fish": 1, "q-a-s-all": 1}
    counts = once | {"fish": 2, "cap": 2, "hake": 2, "tope": 2}
    for name, count in counts.items():
        other = (tmp_path / built.replace("crab-soup", name)).read_text("utf-8")
        assert len(re.findall(r"<h1[ >]", other.partition("<main>")[2])) == count, name
    if target == "jekyll":
        assert "<h1>HomePage</h1>" in (tmp_path / "_site/index.html").read_text("utf-8")


def test_contents_of_material_show_all_that_is_below_the_title(tmp_path: Path) -> None:
    sections = Page(name="Squid", source="!Squid\nx\n!Ink\n{CODE()}\n# c\n{CODE}\n!!Colour\ny")
    code = Page(name="Roe", source="!!Salt\n{CODE()}\n# c\n{CODE}")
    wiki = replace(WIKI, pages=[*WIKI.pages, sections, code])
    options = Options(target="mkdocs")
    convert_site(wiki, options, tmp_path)
    docs = tmp_path / "docs"
    assert _headings(docs / "squid.md") == ["# Squid", "## Ink", "### Colour"]
    assert _headings(docs / "crab-soup.md") == ["# Crab soup", "## Note"]
    assert _headings(docs / "dry-all-fish.md") == ["# Dry all Fish"]
    assert _headings(docs / "roe.md") == ["## Salt"]
    assert _headings(docs / "eel.md") == ["# Eel"]
    assert _headings(docs / "hake.md") == ["# Hake", "## Sauce"]
    assert _headings(docs / "cod.md") == ["# Cod"]
    assert _headings(docs / "ling.md") == ["# Ling"]
    # Material writes the title above a text without a heading of the first level.
    assert _headings(docs / "fish.md") == ["## Fish and chips"]
    assert _headings(docs / "tope.md") == ["## Tope"]
    # What its author wrote in Markdown stays, so that the title has to be written.
    assert _headings(docs / "cap.md") == ["# Cap { #page-title }", "# Cap"]
    proof = prove(wiki, options, default_registry(), open_folder(tmp_path))
    assert list(proof.all_findings()) == []


@pytest.mark.parametrize(
    "above",
    [
        '{img src="a(b).png" alt="x [y] z"}',
        '{img src="a b.png" title="t (x)" width="10"}',
        '{img src="a.png" link="https://pier.example/b(c)"}',
        '{img src="a.png"}\n{img src="b.png"}%%%{ANAME()}place{ANAME}',
        "{ANAME()}place{ANAME}",
        '{img src="a.png"}{FOOTNOTE()}note{FOOTNOTE}',
        "~hc~ several\n\n# lines ~/hc~",
        "(:smile:)",
        "&nbsp;",
    ],
)
def test_material_has_one_title_below_what_shows_no_words(tmp_path: Path, above: str) -> None:
    page = Page(name="Pier", page_id=1, source=f"{above}\n!Pier\n!Quay")
    convert_site(Wiki(pages=[page]), Options(target="mkdocs"), tmp_path)
    assert _headings(tmp_path / "docs/pier.md") == ["# Pier", "## Quay"]


def test_material_has_its_own_title_above_words(tmp_path: Path) -> None:
    page = Page(name="Pier", source='{syntax type="markdown"}\n![Quay](a.png) Words\n\n# Pier')
    convert_site(Wiki(pages=[page]), Options(target="mkdocs"), tmp_path)
    assert _headings(tmp_path / "docs/pier.md") == ["# Pier { #page-title }", "# Pier"]


def _headings(path: Path) -> list[str]:
    text = re.sub(r"```.*?```|<!--.*?-->", "", path.read_text("utf-8"), flags=re.DOTALL)
    return re.findall(r"^#+ .*", text, re.MULTILINE)
