"""``tiki2md init``: a configuration whose every line is valid, and a site that builds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from command_line import call, installed
from sample_exports import HARBOUR

from tiki2md.cli import init
from tiki2md.config import load_file, settle
from tiki2md.diagnostics import Code
from tiki2md.inspection import Inspection, inspect_wiki
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.render import TARGETS
from tiki2md.starter import Start, likely_address, starter_text
from tiki2md.toml_strings import toml_string

pytestmark = pytest.mark.usefixtures("alone")


def switched_on(text: str) -> str:
    """``text`` with every setting taken out of its comment."""
    return re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE)


def text_of(wiki: Wiki, **values: object) -> str:
    start = Start(target="hugo", **values)  # type: ignore[arg-type]
    return starter_text(start, wiki, inspect_wiki(wiki, Options(target="hugo")))


@pytest.mark.parametrize("target", TARGETS)
def test_every_line_is_valid(target: str) -> None:
    shutil.copy(HARBOUR, "wiki.sql.gz")
    assert call("init", "-t", target).exit_code == 0
    path = Path("tiki2md.toml")
    settings = settle([load_file(path, TARGETS)])
    assert settings.options().target == target
    assert (settings.job.sources, settings.job.output) == (("wiki.sql.gz",), "site")
    text = path.read_text("utf-8")
    assert all(len(line) <= 100 for line in text.splitlines())
    path.write_text(switched_on(text), "utf-8")
    assert len(tomllib.loads(path.read_text("utf-8"))) > len(tomllib.loads(text))
    switched = settle([load_file(path, TARGETS)])
    assert switched.ignores
    assert switched.options().github_wiki == (target == "gfm")


def test_it_is_enough_to_convert_with() -> None:
    shutil.copy(HARBOUR, "wiki.sql.gz")
    result = call("init", "wiki", "--source", "wiki.sql.gz", "-t", "commonmark")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Next: tiki2md convert -c wiki" in result.stderr
    assert 'source = ["../wiki.sql.gz"]' in Path("wiki/tiki2md.toml").read_text("utf-8")
    assert call("convert", "-q", "-c", "wiki/tiki2md.toml").exit_code == 0
    assert Path("wiki/site/.tiki2md/report.html").is_file()


def test_one_page_is_one_page() -> None:
    Path("a.tiki").write_text("x", "utf-8")
    assert "Read: a.tiki (1 page)\n" in call("init", "--source", "a.tiki").stderr


def test_nothing_is_overwritten() -> None:
    Path("tiki2md.toml").write_text("mine\n", "utf-8")
    result = call("init", "--no-input")
    assert result.exit_code == 2
    assert "tiki2md.toml is there already; --force replaces it" in result.stderr
    assert Path("tiki2md.toml").read_text("utf-8") == "mine\n"
    assert call("init", "--no-input", "--force").exit_code == 0
    assert tomllib.loads(Path("tiki2md.toml").read_text("utf-8"))["target"] == "hugo"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("-t", "hugoo"), 2),
        (("--redirects", "ngnix"), 2),
        (("--source", "nowhere.sql"), 3),
    ],
)
def test_a_bad_answer_stops_it_before_anything_is_written(
    arguments: tuple[str, ...], code: int
) -> None:
    result = call("init", *arguments)
    assert result.exit_code == code
    assert len(result.stderr.splitlines()) <= 2
    assert list(Path().iterdir()) == []


def test_without_an_export_there_is_a_configuration_to_complete() -> None:
    result = call("init", "new/folder")
    assert result.exit_code == 0
    assert "write the source into" in result.stderr
    text = Path("new/folder/tiki2md.toml").read_text("utf-8")
    assert '\n#source = ["wiki.sql.gz"]\n' in text
    assert "[plugins]" not in text


def test_several_exports_are_not_chosen_from() -> None:
    shutil.copy(HARBOUR, "a.sql.gz")
    shutil.copy(HARBOUR, "b.sql.gz")
    result = call("init")
    assert result.exit_code == 0
    assert "Not read, since there are 2: a.sql.gz, b.sql.gz; name one, or what" in result.stderr
    assert "#source" in Path("tiki2md.toml").read_text("utf-8")
    assert "Not read" not in call("init", "--force", "--source", "a.sql.gz").stderr


def test_it_asks_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(HARBOUR, "wiki.sql.gz")
    answers = "mkdocs\nhttps://old.example/\nnginx\n"
    assert "For which generator" not in call("init", stdin=answers).stderr
    monkeypatch.setattr(init, "_is_terminal", lambda: True)
    assert "For which" not in call("init", "--force", "--no-input", stdin=answers).stderr
    monkeypatch.setenv("CI", "true")
    assert "For which" not in call("init", "--force", stdin=answers).stderr
    monkeypatch.delenv("CI")
    result = call("init", "--force", stdin=answers)
    assert result.exit_code == 0
    assert "For which generator" in result.stderr
    assert "For which generator" not in result.stdout
    data = tomllib.loads(Path("tiki2md.toml").read_text("utf-8"))
    assert data["target"] == "mkdocs"
    assert data["site_url"] == "https://old.example/"
    assert data["redirect_hosts"] == ["nginx"]


def test_a_question_that_a_flag_answers_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init, "_is_terminal", lambda: True)
    result = call("init", "-t", "gfm", "--site-url", "https://a.example/", stdin="\nnone\n")
    assert result.exit_code == 0
    assert "generator" not in result.stderr
    data = tomllib.loads(Path("tiki2md.toml").read_text("utf-8"))
    assert data == {"output": "site", "target": "gfm", "site_url": "https://a.example/"}


def test_what_was_found_is_said_with_its_reason() -> None:
    pages = [
        Page(name="A", source="((No)) [1] {MINE()}x{MINE} {SQL(db=x)}q{SQL}", page_id=1),
        Page(name="Se\ncret", source="{MINE()}x{MINE}", page_id=2, hidden="only staff"),
    ]
    text = text_of(Wiki(pages=pages, lacks={"tags": "tiki_freetags"}))
    for line in (
        '#visibility = "all"',
        '#missing_links = "link"',
        '#accidental_links = "text"',
        "[plugins]",
        '#MINE = "drop"  # 1 call on 1 page, unknown to Tiki',
        '#SQL = "drop"  # 1 call on 1 page',
        '#code = "link-missing-page"',
    ):
        assert f"\n{line}\n" in text
    assert "because visitors could not view them: Se cret. With all" in text
    assert "Not in the export, and so not in the site: tags." in text
    assert "copy_files" not in text
    assert "repair_encoding" not in text


def test_hints_at_files_and_encodings() -> None:
    counted = Inspection(target="gfm", files=2, files_without_bytes=2)
    counted.codes = Counter({Code.SOURCE_DOUBLE_ENCODED: 1})
    text = starter_text(Start(target="gfm"), Wiki(), counted)
    assert '\n#files = ["storage"]\n' in text
    assert "\n#repair_encoding = true\n" in text
    named = starter_text(Start(target="gfm", files=("st",)), Wiki(), counted)
    assert '\nfiles = ["st"]\n' in named


def test_texts_from_the_wiki_stay_in_their_strings() -> None:
    for text in ('a"b\\', "a\nb", "\x7f\x00", "\U000e0001", "ä中"):
        assert tomllib.loads(f"a = {toml_string(text)}")["a"] == text
    assert tomllib.loads(f"a = {toml_string(chr(0xD800))}")["a"] == "\ufffd"


@pytest.mark.parametrize(
    ("sources", "preferences", "address"),
    [
        ([], {}, ""),
        (["http://a.example/x.html https://doc.tiki.org/tiki-index.php"], {}, ""),
        (["http://a.example/tiki-index.php?page=X"], {}, "http://a.example/"),
        (
            [
                "https://a.example:8080/w/iki/tiki-view_blog.php http://b.example/tiki-index.php",
                "[https://a.example:8080/w/iki/tiki-index.php]",
            ],
            {},
            "https://a.example:8080/w/iki/",
        ),
        (["http://b.example/tiki-index.php"], {"fallbackBaseUrl": "https://c.example"},
         "https://c.example/"),
    ],
)  # fmt: skip
def test_the_address_of_the_wiki(
    sources: list[str], preferences: dict[str, str], address: str
) -> None:
    pages = [Page(name=source, source=source) for source in sources]
    assert likely_address(Wiki(pages=pages, preferences=preferences)) == address


def test_the_site_keeps_what_its_owner_changed() -> None:
    assert call("init", "--scaffold", "--no-input").exit_code == 0
    Path("site/hugo.toml").write_text("# mine\n", "utf-8")
    assert call("init", "--scaffold", "--no-input", "--force").exit_code == 0
    assert Path("site/hugo.toml").read_text("utf-8") == "# mine\n"


def test_a_foreign_folder_is_left_alone() -> None:
    Path("site").mkdir()
    Path("site/notes.txt").write_text("mine", "utf-8")
    result = call("init", "--scaffold", "--no-input")
    assert result.exit_code == 2
    assert "site is not empty" in result.stderr


def test_a_target_without_a_scaffold_says_so() -> None:
    assert "needs no scaffold" in call("init", "--scaffold", "-t", "gfm").stderr
    assert not Path("site").exists()


BUILDS = {
    "hugo": ("hugo", "--panicOnWarning", "-s", "site"),
    "mkdocs": ("mkdocs", "build", "--strict", "-f", "site/mkdocs.yml"),
    "jekyll": ("jekyll", "build", "-s", "site", "-d", "built", "--disable-disk-cache"),
}


@pytest.mark.parametrize("converted", [False, True], ids=["empty", "converted"])
@pytest.mark.parametrize("target", BUILDS)
def test_the_site_builds_without_a_warning(target: str, *, converted: bool) -> None:
    program, *arguments = BUILDS[target]
    path = installed(program)
    shutil.copy(HARBOUR, "wiki.sql.gz")
    assert call("init", "-t", target, "--scaffold").exit_code == 0
    if converted:
        result = call("convert")
        assert result.exit_code == 0
        assert "file-stale" not in result.stderr
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(
        [path, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert "WARN" not in (built.stdout + built.stderr).upper()


def test_docusaurus_has_the_page_that_it_needs() -> None:
    assert call("init", "-t", "docusaurus", "--scaffold").exit_code == 0
    assert Path("site/docs/index.md").is_file()
    assert Path("site/package.json").is_file()
