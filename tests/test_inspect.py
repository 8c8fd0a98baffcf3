"""``tiki2md inspect``: counts of a wiki, before it is converted."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from command_line import call
from sample_exports import EXPORTS, HARBOUR, LIGHTHOUSE

from tiki2md.diagnostics import Code, Reporter
from tiki2md.inspection import inspect_wiki
from tiki2md.migration import convert_site
from tiki2md.migration import pages as migration_pages
from tiki2md.model import File, Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins.fates import Fate
from tiki2md.readers import read_sources
from tiki2md.render import TARGETS

pytestmark = pytest.mark.usefixtures("alone")


def wiki(*sources: str, **values: object) -> Wiki:
    pages = [
        Page(name=f"P{number}", source=source, page_id=number)
        for number, source in enumerate(sources, 1)
    ]
    return Wiki(pages=pages, **values)  # type: ignore[arg-type]


def test_what_can_be_counted_of_pages() -> None:
    found = wiki("ab", "c", files={1: File(file_id=1), 2: File(file_id=2, archive_of=1)})
    found.attachments[1] = File(file_id=1, page="P1")
    first, second = found.pages
    first.creator = first.last_editor = second.creator = "ann"
    second.last_editor = "bob"
    first.language = "fr"
    first.tags = ["sea"]
    second.is_html = True
    counted = inspect_wiki(found, Options())
    assert (counted.pages, counted.characters, counted.html_pages) == (2, 3, 1)
    assert counted.authors == Counter(ann=2, bob=1)
    assert counted.languages == Counter(fr=1)
    assert counted.tags == Counter(sea=1)
    assert (counted.files, counted.attachments) == (1, 1)


def test_plugins_are_counted_with_their_arguments() -> None:
    found = wiki(
        '{BOX(title="a")}{SUB()}b{SUB}{BOX}{MINE(x=1)}c{MINE}{JS()}d{JS}{MINE(x=1 y=2)}c{MINE}',
        "{split()}{SPLIT()}a---{SQL(db=x)}q{SQL}{SPLIT}{MINE()}c{MINE}",
    )
    counted = inspect_wiki(found, Options())
    mine = counted.plugins["MINE"]
    assert next(iter(counted.plugins)) == "MINE"
    assert (mine.calls, mine.pages, mine.known, mine.coverage) == (3, 2, False, 0.0)
    assert mine.arguments == Counter(x=2, y=1)
    assert mine.fates == Counter({Fate.COMMENT: 3})
    assert counted.plugins["BOX"].fates == Counter({Fate.CONVERTED: 1})
    assert counted.plugins["BOX"].coverage == 1.0
    assert counted.plugins["SUB"].written["gfm"] == "HTML"
    assert counted.plugins["JS"].fates == Counter({Fate.DROPPED: 1})
    assert counted.plugins["SPLIT"].fates[Fate.APPROXIMATED] == 1
    assert counted.plugins["SQL"].known
    assert (counted.best_handler, counted.helped) == ("MINE", 2)


def test_calls_are_those_of_the_page_that_holds_them() -> None:
    """Others that link into it look into it, too; who includes it, has them once more."""
    found = wiki(
        "{ANAME()}quay{ANAME}{SUP()}2{SUP}", "{INCLUDE(page=P1)}{INCLUDE}", "((P1|#quay|x))"
    )
    counted = inspect_wiki(found, Options())
    calls = {name: (use.calls, use.pages) for name, use in counted.plugins.items()}
    assert calls == {"ANAME": (2, 2), "SUP": (2, 2), "INCLUDE": (1, 1)}


def test_links_and_images() -> None:
    found = wiki(
        "((P2)) ((P2|x)) ((Nowhere)) [tiki-index.php?page=P2|y] "
        "{FANCYTABLE()}((Nowhere)){FANCYTABLE}",
        "[https://a.example/b|t] https://a.example/c [http://b.example] "
        "{CODE()}http://c.example{CODE} {img fileId=1} {img src=https://d.example/x.png}",
    )
    counted = inspect_wiki(found, Options())
    assert counted.links == 3
    assert counted.missing == Counter(Nowhere=2)
    assert counted.hosts == Counter({"a.example": 2, "b.example": 1})
    assert (counted.images, counted.local_images) == (2, 1)


def test_pages_with_the_most_to_do_come_first() -> None:
    sources = ["((No))" * number for number in range(30)]
    counted = inspect_wiki(wiki(*sources), Options())
    assert len(counted.work) == 20
    assert counted.work[0].page == "P30"
    assert counted.work[0].findings == {"link-missing-page": 29}
    assert [work.score for work in counted.work] == sorted(
        (work.score for work in counted.work), reverse=True
    )
    assert not inspect_wiki(wiki("x"), Options()).work


def test_the_findings_are_those_of_converting(tmp_path: Path) -> None:
    reporter = Reporter()
    found = read_sources([HARBOUR], reporter)
    for target in ("gfm", "hugo"):
        options = Options(target=target)
        summary = convert_site(found, options, tmp_path / target)
        counted = inspect_wiki(found, options)
        assert dict(counted.codes) == summary.counts()


def test_a_bad_page_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise RecursionError("deep")

    monkeypatch.setattr(migration_pages, "convert_page", fail)
    assert inspect_wiki(wiki("x"), Options()).codes == Counter({Code.PAGE_FAILED: 1})


@pytest.mark.parametrize("source", ["harbour.sql.gz", "harbour", "phpmyadmin"])
def test_every_source_is_read(source: str) -> None:
    result = call("inspect", str(EXPORTS / source))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("pages  ")
    lines = result.stdout.splitlines()
    assert all(len(line) <= 100 for line in lines)
    data = json.loads(call("inspect", str(EXPORTS / source), "--format", "json").stdout)
    assert data["pages"] > 0
    assert data["plugins"] or source == "phpmyadmin"


def test_plugins_for_every_target() -> None:
    Path("a.tiki").write_text("{SUB()}x{SUB} {MINE()}y{MINE}", "utf-8")
    head, *rows = call("inspect", "a.tiki", "--targets").stdout.splitlines()
    assert head.split() == ["plugin", "calls", "pages", *TARGETS]
    forms = {row.split()[0]: row.split()[3:] for row in rows}
    assert forms["MINE"] == ["unknown"] * len(TARGETS)
    assert forms["SUB"][list(TARGETS).index("gfm")] == "HTML"
    assert set(forms) == {"MINE", "SUB"}
    Path("b.tiki").write_text("x", "utf-8")
    assert "No plugin is used." in call("inspect", "b.tiki", "--targets").stdout


def test_sources_in_other_encodings_are_listed() -> None:
    Path("a.tiki").write_bytes(b"caf\xe9")
    result = call("inspect", "a.tiki")
    assert "\nEncodings:\n  a.tiki is not valid UTF-8" in result.stdout
    data = json.loads(call("inspect", "a.tiki", "--format", "json").stdout)
    assert list(data["encodings"]) == ["source-not-utf8"]
    Path("c.tiki").write_bytes(Path("a.tiki").read_bytes())
    both = call("inspect", "a.tiki", "c.tiki").stdout
    assert "\nEncodings:\n  2 source-not-utf8, such as: a.tiki is not" in both
    Path("b.tiki").write_text("café", "utf-8")
    assert "\nEncodings: every text is valid UTF-8.\n" in call("inspect", "b.tiki").stdout


def test_how_many_pages_need_a_look() -> None:
    counted = inspect_wiki(wiki("((No))", "x", *["((No))"] * 30), Options())
    assert (counted.to_review, len(counted.work)) == (31, 20)


def test_posts_that_need_a_look_are_among_all_pages() -> None:
    result = call("inspect", str(LIGHTHOUSE / "wiki.sql"))
    found = re.search(r"\((\d+) of (\d+) pages need a look\)", result.stdout)
    assert found is not None
    assert int(found[1]) <= int(found[2]) == 16


def test_text_is_aligned() -> None:
    Path("a.tiki").write_text("{BOX()}x{BOX}((No))\n{MINE()}y{MINE}", "utf-8")
    result = call("inspect", "a.tiki", "-t", "hugo")
    assert "\nPlugins (for hugo):\n" in result.stdout
    table = result.stdout.partition("\nPlugins (for hugo):\n")[2]
    head, *rows = table.splitlines()[:3]
    assert head.split()[:3] == ["plugin", "calls", "pages"]
    at = head.index("calls") + 4
    assert {row[at] for row in rows} == {"1"}
    assert "A handler for MINE would help most: 1 page." in result.stdout
    assert "  2  a  1 link-missing-page, 1 plugin-unknown" in result.stdout


def test_long_lists_are_cut_unless_asked_for() -> None:
    text = " ".join(f"((N{number}))" for number in range(40))
    assert "and 30 more" in call("inspect", "-", stdin=text).stdout
    assert "more" not in call("inspect", "-v", "-", stdin=text).stdout


def test_a_sites_own_plugins_count() -> None:
    Path("tiki2md.toml").write_text('[plugins]\nMINE = "convert"\n')
    data = json.loads(call("inspect", "--format", "json", "-", stdin="{MINE()}y{MINE}").stdout)
    assert data["plugins"]["MINE"]["fates"] == {"converted": 1}
    assert data["best_handler"] == ""


def test_there_must_be_a_source() -> None:
    assert call("inspect", "nowhere.sql").exit_code == 3
    assert call("inspect").exit_code == 2
