"""Files: atomic, never over another's work, safe to run again."""

from __future__ import annotations

import json
import subprocess
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from command_line import installed

from tiki2md.migration import convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.site import writer as writer_module
from tiki2md.site.atomic import OutputError
from tiki2md.site.debug import escaped, source_block, with_debug_dump
from tiki2md.site.languages import Languages, main_language
from tiki2md.site.scaffolds import scaffold_files
from tiki2md.site.writer import MANIFEST, Writer, open_site

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path, files: dict[str, str], *, force: bool = False) -> tuple[list[str], ...]:
    writer = open_site(root, force=force)
    write_all(writer, files)
    writer.close()
    return writer.written, writer.unchanged, writer.edited


def write_all(writer: Writer, files: dict[str, str]) -> None:
    for path, text in files.items():
        writer.write(path, text)


def test_new_folder(tmp_path: Path) -> None:
    root = tmp_path / "a" / "out"
    assert build(root, {"content/é.md": "x\n"}) == (["content/é.md"], [], [])
    assert (root / "content/é.md").read_bytes() == b"x\n"
    assert list(json.loads((root / MANIFEST).read_text())["files"]) == ["content/é.md"]
    assert not [path for path in root.rglob("*") if path.name.endswith(".tmp")]


def test_second_run_leaves_unchanged_files_alone(tmp_path: Path) -> None:
    build(tmp_path, {"a.md": "1", "b.md": "1"})
    before = (tmp_path / "a.md").stat().st_mtime_ns, (tmp_path / MANIFEST).read_bytes()
    assert build(tmp_path, {"a.md": "1", "b.md": "1"}) == ([], ["a.md", "b.md"], [])
    assert before == ((tmp_path / "a.md").stat().st_mtime_ns, (tmp_path / MANIFEST).read_bytes())
    assert build(tmp_path, {"a.md": "1", "b.md": "2"}) == (["b.md"], ["a.md"], [])


def test_edited_files_are_left_alone_until_forced(tmp_path: Path) -> None:
    build(tmp_path, {"a.md": "1"})
    (tmp_path / "a.md").write_text("mine")
    for _ in range(2):
        assert build(tmp_path, {"a.md": "2"}) == ([], [], ["a.md"])
        assert (tmp_path / "a.md").read_text() == "mine"
    assert build(tmp_path, {"a.md": "2"}, force=True) == (["a.md"], [], [])


def test_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    build(tmp_path, {})
    (tmp_path / "a.md").write_text("mine")
    assert build(tmp_path, {"a.md": "2"}) == ([], [], ["a.md"])


def test_foreign_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.md").write_text("mine")
    with pytest.raises(OutputError, match=r"not empty.*--force"):
        open_site(tmp_path)
    build(tmp_path, {"a.md": "1"}, force=True)
    assert (tmp_path / "thesis.md").read_text() == "mine"


def test_fresh_repository_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    build(tmp_path, {"a.md": "1"})
    assert (tmp_path / "a.md").is_file()


def test_file_instead_of_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(OutputError, match="is a file"):
        open_site(tmp_path / "out")
    with pytest.raises(OutputError, match="cannot"):
        open_site(tmp_path / "out" / "below")


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", '{"files": []}', '{"files": {"../x": ""}}', "[" * 50_000),
        *('{"files": {"a.md": "no digest"}}', '{"files": {"a.md": 1}}'),
    ],
)
def test_damaged_manifest(tmp_path: Path, text: str) -> None:
    build(tmp_path, {"a.md": "1"})
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(OutputError, match="damaged"):
        open_site(tmp_path)


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "", "a\\b", "c:x"])
def test_paths_never_leave_the_folder(tmp_path: Path, path: str) -> None:
    writer = open_site(tmp_path / "out")
    with pytest.raises(ValueError, match="not a path below"):
        writer.write(path, "x")


def test_interrupted_run_leaves_a_folder_that_is_ours(tmp_path: Path) -> None:
    open_site(tmp_path).write("a.md", "1")
    assert build(tmp_path, {"a.md": "1"}) == ([], ["a.md"], [])


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_run_that_was_killed_is_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, at: int
) -> None:
    files = {f"{name}.md": f"old {name}" for name in "abc"}
    build(tmp_path, files)
    count = 0
    real = writer_module.write_bytes

    class Killed(BaseException):
        pass

    def write_bytes(*args: Any) -> None:
        nonlocal count
        count += 1
        if count == at and moment == "before":
            raise Killed
        real(*args)
        if count == at:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(writer_module, "write_bytes", write_bytes)
        writer = open_site(tmp_path)
        with pytest.raises(Killed):
            write_all(writer, {path: f"half {path}" for path in files})
    # Nobody closed that writer.  The next run has another text, and knows what is its own.
    new = {path: f"new {path}" for path in files}
    assert build(tmp_path, new) == (list(files), [], [])
    notes = {path.name for path in (tmp_path / ".tiki2md").iterdir()}
    assert notes == {".gitignore", "manifest.json"}


def test_git_leaves_the_notes_of_a_run_out(tmp_path: Path) -> None:
    git = [installed("git"), "-C", str(tmp_path)]
    subprocess.run([*git, "init", "--quiet"], check=True)
    build(tmp_path, {"a.md": "a"})

    def untracked() -> list[str]:
        status = [*git, "status", "--porcelain", "--untracked-files=all"]
        return subprocess.run(status, check=True, capture_output=True, text=True).stdout.split()

    assert untracked() == ["??", "a.md"]
    # Somebody wants them there, and says so once.
    (tmp_path / ".tiki2md" / ".gitignore").unlink()
    build(tmp_path, {"a.md": "b"})
    assert untracked() == ["??", ".tiki2md/manifest.json", "??", "a.md"]


def test_what_a_killed_run_left_is_still_somebody_elses_if_edited(tmp_path: Path) -> None:
    open_site(tmp_path).write("a.md", "half")
    (tmp_path / "a.md").write_text("mine")
    assert build(tmp_path, {"a.md": "new"}) == ([], [], ["a.md"])


def test_a_journal_may_be_cut_but_not_be_nonsense(tmp_path: Path) -> None:
    open_site(tmp_path).write("a.md", "half")
    journal = tmp_path / ".tiki2md" / "journal"
    journal.write_bytes(journal.read_bytes() + b'["b.m')
    assert build(tmp_path, {"a.md": "new"}) == (["a.md"], [], [])
    for line in (b"x", b"1", b"[" * 50_000, b'["a.md"]', b'["../x", ""]', b'["x", "no"]', b"\xff"):
        journal.write_bytes(line + b"\n")
        with pytest.raises(OutputError, match="journal is damaged"):
            open_site(tmp_path)


def test_a_dry_run_tells_and_touches_nothing(tmp_path: Path) -> None:
    build(tmp_path / "out", {"a.md": "1", "b.md": "1", "c.md": "1"})
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    writer = open_site(tmp_path / "out", dry=True)
    writer.write("a.md", "1")
    writer.write("b.md", "2")
    writer.copy("new/d.png", [b"4"])
    assert (writer.written, writer.unchanged) == (["b.md", "new/d.png"], ["a.md"])
    assert writer.stale() == ["c.md"]
    assert writer.prune("c.md")
    writer.close()
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    open_site(tmp_path / "nowhere", dry=True).write("a.md", "1")
    assert not (tmp_path / "nowhere").exists()


def test_stale_and_prune(tmp_path: Path) -> None:
    build(tmp_path, {"a.md": "1", "b.md": "1", "c.md": "1"})
    (tmp_path / "c.md").write_text("mine")
    writer = open_site(tmp_path)
    writer.write("a.md", "1")
    assert writer.stale() == ["b.md", "c.md"]
    assert writer.prune("b.md")
    assert not writer.prune("c.md")
    writer.close()
    assert not (tmp_path / "b.md").exists()
    assert (tmp_path / "c.md").exists()
    assert list(json.loads((tmp_path / MANIFEST).read_text())["files"]) == ["a.md", "c.md"]


def test_folders_go_with_the_last_of_their_files(tmp_path: Path) -> None:
    build(tmp_path, {"a/b/1.md": "1", "a/2.md": "1", "c/d/3.md": "1"})
    (tmp_path / "c" / "mine.txt").write_text("mine")
    writer = open_site(tmp_path)
    assert [writer.prune(path) for path in writer.stale()] == [True, True, True]
    writer.close()
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {".tiki2md", ".tiki2md/.gitignore", MANIFEST, "c", "c/mine.txt"}


def test_scaffold_is_never_written_over_even_by_force(tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_text("mine")
    writer = open_site(tmp_path, force=True)
    writer.scaffold("hugo.toml", "ours")
    writer.scaffold("layouts/page.html", "ours")
    writer.close()
    assert (tmp_path / "hugo.toml").read_text() == "mine"
    assert (writer.written, writer.edited) == (["layouts/page.html"], [])


def test_unwritable_folder(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("in the way")
    writer = open_site(tmp_path, force=True)
    with pytest.raises(OutputError, match="content"):
        writer.write("content/a.md", "x")


def test_hugo_scaffold_is_valid_whatever_the_title() -> None:
    title = 'A "wiki"\\ \n ] {x} 日本'
    wiki = Wiki(preferences={"browsertitle": title, "language": "fr"})
    config = tomllib.loads(
        scaffold_files("hugo", wiki, Languages(main_language(wiki)))["hugo.toml"]
    )
    assert config["title"] == title
    assert config["locale"] == "fr"
    assert config["markup"]["goldmark"]["renderer"]["unsafe"] is True
    assert scaffold_files("", wiki, Languages()) == {}


def test_debug_dump_layout() -> None:
    text = with_debug_dump("# <a>\n", "├── AST", "\r\n! <a> {{% x %}}")
    assert text == (
        "\n\n# <a>\n\n\n"
        '<pre style="background-color: #e0e0e0;">\n<code class="language-text">\n'
        "Markdown:\n--------\n\n# &lt;a&gt;\n\n\n"
        "AST Structure:\n-------------\n├── AST\n\n"
        "Original Tiki:\n-------------\n\n! &lt;a&gt; &#123;&#123;% x %}}\n"
        "</code>\n</pre>\n"
    )


def test_source_block() -> None:
    assert source_block("a\r\nb\n") == "```text\na\nb\n```\n"
    assert source_block("a ```` b") == "`````text\na ```` b\n`````\n"
    assert source_block("{{< x >}}") == "<pre><code>&#123;&#123;&lt; x &gt;}}\n</code></pre>\n"
    assert escaped("</pre>&") == "&lt;/pre&gt;&amp;"


def test_files_get_the_times_of_their_pages(tmp_path: Path) -> None:
    """Those that somebody edited keep theirs; what nobody dated has none."""
    pages = [
        Page(name=name, source="x", modified=seconds)
        for name, seconds in (("A", 1_000_000_000), ("B", 1_100_000_000), ("C", 0), ("D", 10**15))
    ]

    def times() -> dict[str, int]:
        wiki, options = Wiki(pages=pages), Options(file_times=True, page_lists=False)
        convert_site(wiki, options, tmp_path)
        return {path.stem: int(path.stat().st_mtime) for path in tmp_path.glob("?.md")}

    first = times()
    assert (first["a"], first["b"]) == (1_000_000_000, 1_100_000_000)
    assert min(first["c"], first["d"]) > 1_600_000_000
    (tmp_path / "b.md").write_text("mine", "utf-8")
    edited = int((tmp_path / "b.md").stat().st_mtime)
    pages[0].modified += 1
    assert times() == {**first, "a": 1_000_000_001, "b": edited}


def test_a_dry_run_dates_nothing(tmp_path: Path) -> None:
    build(tmp_path, {"a.md": "1"})
    before = (tmp_path / "a.md").stat().st_mtime_ns
    open_site(tmp_path, dry=True).date("a.md", 1)
    assert (tmp_path / "a.md").stat().st_mtime_ns == before


def test_a_file_that_takes_no_time(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot date .*a\.md: No such file"):
        open_site(tmp_path).date("a.md", 1)
