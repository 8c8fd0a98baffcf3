"""Files of articles, blogs, forums and trackers, and attachments of pages that no text names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import call
from folders import pages_of, report_of
from sample_exports import SHIPYARD

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration import convert_site
from tiki2md.model import Comment, File, Page, Picture, Wiki
from tiki2md.options import Options, with_values
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.readers import read_sources
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.reading import Reading
from tiki2md.render.targets import TARGETS
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.migration import Summary


def shipyard(tmp_path: Path | None = None) -> tuple[Wiki, list[str]]:
    """The wiki, its bytes in a folder or only counted, and what reading it tells."""
    store = BlobStore(tmp_path)
    reporter = Reporter()
    reading = Reading(blobs=store, files=(SHIPYARD / "storage",))
    wiki = read_sources([SHIPYARD / "wiki.sql"], reporter, reading)
    return wiki, [f"{found.code.identifier} {found.message}" for found in reporter.diagnostics]


def converted(
    tmp_path: Path, wiki: Wiki | None = None, target: str = "gfm", **more: object
) -> tuple[dict[str, str], Summary]:
    if wiki is None:
        (spool := tmp_path / "spool").mkdir()
        wiki, _ = shipyard(spool)
    options = with_values(Options(target=target), more)
    summary = convert_site(wiki, options, tmp_path / "out")
    assert not summary.failed
    return pages_of(tmp_path / "out"), summary


def test_pictures_that_articles_show() -> None:
    wiki, _ = shipyard()
    shown = {
        page.name: page.picture for page in wiki.others if page.kind in {"article", "submission"}
    }
    caption = 'The *hull*, on the "slip"'
    hull = Picture(kind="article", number=1, alt=caption, caption=caption, width=120, floats=True)
    slip = Picture(kind="topic", number=3, alt="Slip")
    assert shown == {
        "New hull": hull,
        "New slip": Picture(kind="topic", number=3, alt="Slip", floats=True),
        "New saw": slip,  # its own was never given
        "New cat": None,
        "New crane": Picture(kind="article", number=5, alt="Up", title="Up", height=50),
        "New rule": None,  # by its type
        "New debt": Picture(kind="article", number=7, alt="Slip"),
        "A poem": Picture(kind="submission", number=1, alt="Slip"),
    }


def test_files_that_are_there_and_that_are_not() -> None:
    wiki, told = shipyard()
    assert {
        key: (file.filename, file.blob.size if file.blob else None, file.hidden)
        for key, file in wiki.article_images.items()
    } == {
        ("article", 1): ("hull.png", 631, ""),
        ("article", 2): ("spare.png", 184, ""),
        ("article", 5): ("crane.png", None, ""),
        ("article", 6): ("article-6.png", 184, ""),
        ("article", 7): ("debt.png", 115, "its article is hidden"),
        ("submission", 1): ("poem.png", 115, "its submission is hidden"),
        ("topic", 3): ("slip.png", 300, ""),
    }
    assert {
        number: (file.post, file.blob.size if file.blob else None, file.hidden)
        for number, file in wiki.forum_attachments.items()
    } == {
        1: (5, 5, ""),
        2: (6, 3, ""),
        3: (7, 10, ""),
        4: (7, None, ""),
        5: (8, 4, "its post is hidden"),
        6: (90, 6, ""),
        7: (0, 5, "nobody approved its post"),
        8: (6, 0, ""),
    }
    assert {
        number: (file.filename, file.blob.size if file.blob else None, file.hidden)
        for number, file in wiki.blog_images.items()
    } == {
        1: ("launch.gif", 6, ""),
        2: ("party.gif", None, ""),
        3: ("blurred.gif", 8, ""),
        4: ("me.gif", 7, "its blog post is hidden"),
    }
    assert {
        number: (file.filename, file.blob.size if file.blob else None, file.hidden)
        for number, file in wiki.item_attachments.items()
    } == {
        1: ("bill.txt", 4, ""),
        2: ("terms.txt", 11, ""),
        3: ("letter.txt", 6, "its item is hidden"),
        4: ("lost.txt", 4, "its item is not there"),
        5: ("offer.txt", 5, ""),
    }
    missing = [text for text in told if text.startswith("source-file-missing")]
    assert [text.split()[3] for text in missing] == ["oar.png", "blade.png", "rudder.txt"]
    (size,) = [text for text in told if text.startswith("source-file-size")]
    assert "terms.txt" in size
    assert told == [*missing, size]


def test_texts_lead_to_files_of_blogs_and_trackers(tmp_path: Path) -> None:
    files, summary = converted(tmp_path)
    assert files["blog/launch.md"] == (
        "She floats: ![](../files/launch.gif)\\\n"
        "See [more](tiki-view_blog_post_image.php?imgId=2), [the bill](../files/bill.txt), "
        "[its terms](../files/terms.txt) and "
        "[a letter](tiki-download_item_attachment.php?attId=3).\n"
    )
    assert not [path for path in summary.files if "letter" in path or "me.gif" in path]


def test_bytes_that_are_not_what_was_noted_are_told(tmp_path: Path) -> None:
    dump = tmp_path / "wiki.sql"
    dump.write_text(
        "INSERT INTO `tiki_pages` (`page_id`, `pageName`, `data`) VALUES (1, 'A', '');\n"
        "INSERT INTO `tiki_topics` (`topicId`, `image_size`, `image_data`) VALUES (3, 5, 'abc');\n"
        "INSERT INTO `tiki_forum_attachments` (`attId`, `threadId`, `filesize`, `data`) "
        "VALUES (2, 1, 9, 'abc');\n"
    )
    reporter = Reporter()
    read_sources([dump], reporter, Reading())
    told = [found.message for found in reporter.diagnostics]
    assert [message.partition(" (")[0] for message in told] == [
        "picture of topic 3",
        "attachment in forums 2",
    ]


def test_pages_list_what_their_text_does_not_link(tmp_path: Path) -> None:
    files, summary = converted(tmp_path)
    heading, _, listed = files["dinghies.md"].partition("## Attachments\n\n")
    assert "[plan.txt](files/plan.txt)" in heading
    lines = listed.splitlines()
    assert lines[0] == "- [../../etc/rivets.txt](files/rivets.txt): Copper ones"
    assert lines[1] == "- [Attachment 3](files/file-3)"
    assert lines[2].startswith(f"- [{'n' * 295}.txt](files/nnn")
    assert lines[3:] == [
        "- [seats.txt](files/seats.txt): first",
        "- [seats.txt](files/seats-2.txt): second",
        r"- [\[x\](y) \<b>\_z\_](files/x-y-b-_z_)",
        "- [empty.txt](files/empty.txt)",
    ]
    # A list that the text has is enough; so is what was told of a file that is not there.
    assert "## Attachments" not in files["drawings.md"]
    assert files["oars.md"].endswith(
        "## Attachments\n\n- [blade.png](tiki-download_wiki_attachment.php?attId=13)\n"
    )
    lost = [dict(f.values)["url"] for f in summary.diagnostics if f.code is Code.FILE_NOT_COPIED]
    assert [url for url in lost if "wiki_attachment" in url] == [
        "tiki-download_wiki_attachment.php?attId=12",
        "tiki-download_wiki_attachment.php?attId=13",
    ]


def test_articles_begin_with_their_picture(tmp_path: Path) -> None:
    files, _ = converted(tmp_path)
    assert files["articles/new-hull.md"].startswith(
        '<div style="float: left">\n\n<img src="../files/hull.png" '
        'alt="The *hull*, on the &quot;slip&quot;" width="120">\\\n'
        'The \\*hull\\*, on the "slip"\n\n</div>\n\nIt is blue.\n'
    )
    assert files["articles/new-saw.md"] == "![Slip](../files/slip.png)\n\nIt is sharp.\n"
    assert files["articles/new-cat.md"] == "It is grey.\n"
    assert files["articles/new-rule.md"] == "No smoking.\n"
    assert 'src="article_image.php?image_type=article&amp;id=5"' in files["articles/new-crane.md"]


def test_docusaurus_brings_pictures_of_pages_in_folders(tmp_path: Path) -> None:
    files, _ = converted(tmp_path, target="docusaurus")
    text = files["docs/articles/new-hull.md"]
    assert '<img src={require("./../../static/files/hull.png").default}' in text


def test_old_addresses_in_texts_lead_to_the_copies(tmp_path: Path) -> None:
    files, summary = converted(tmp_path)
    home = files["homepage.md"]
    for link in (
        '<img src="files/hull.png" alt="" width="60">',
        "[the slip](files/slip.png)",
        "[again](files/slip.png)",
        "[Lines of the boat](files/lines.txt)",
        "[a poem](article_image.php?image_type=submission&id=1)",
    ):
        assert link in home
    lost = [f for f in summary.diagnostics if f.code is Code.FILE_NOT_COPIED]
    assert [dict(f.values)["url"] for f in lost if f.page == "HomePage"] == [
        "article_image.php?image_type=submission&id=1",
        "article_image.php?image_type=article&id=99",
    ]


def test_posts_have_their_files_below_them(tmp_path: Path) -> None:
    files, summary = converted(tmp_path)
    assert files["forum/lines.md"] == (
        "Who has the lines?\n\n## Attachments\n\n- [lines.txt](../files/lines.txt)\n\n"
        "## Replies\n\n**ada**, 1970-01-01: Re: Lines\n\nHere they are.\n\n"
        "- [a/b\\c.txt](../files/c.txt)\n- [Attachment 8](../files/empty.txt)\n\n"
        "> **ben**, 1970-01-01: Re: Lines\n>\n> Thanks, and these?\n>\n"
        "> - [keel.txt](../files/keel.txt)\n"
        "> - [rudder.txt](tiki-download_forum_attachment.php?attId=4)\n"
    )
    assert "files/orphan.txt" not in summary.files
    left = [f.message for f in summary.diagnostics if f.code is Code.FILES_HIDDEN]
    assert left == [
        "attachments in forums left out: 1 (its post is hidden)",
        "attachments in forums left out: 1 (nobody approved its post)",
        "attachments in trackers left out: 1 (its item is hidden)",
        "attachments in trackers left out: 1 (its item is not there)",
        "attachments of pages left out: 1 (its page is hidden)",
        "pictures in blogs left out: 1 (its blog post is hidden)",
        "pictures of articles left out: 1 (its article is hidden)",
        "pictures of articles left out: 1 (its submission is hidden)",
    ]


def test_the_report_names_what_nobody_uses(tmp_path: Path) -> None:
    converted(tmp_path)
    report = report_of(tmp_path / "out")
    assert report["unused_files"] == [
        "attachment 10: gone.txt, 4 bytes",
        "attachment in forums 6: orphan.txt, 6 bytes",
        "attachment in trackers 5: offer.txt, 5 bytes",
        "picture in blogs 3: blurred.gif, 8 bytes",
        "picture of article 2: spare.png, 184 bytes",
        "picture of article 6: article-6.png, 184 bytes",
    ]


def test_answers_as_data_name_their_files(tmp_path: Path) -> None:
    files, _ = converted(tmp_path, discussions="data")
    assert "## Attachments\n\n- [lines.txt]" in files["forum/lines.md"]
    path = tmp_path / "out" / "comments" / "forum" / "lines.json"
    comments = json.loads(path.read_text("utf-8"))["comments"]
    assert {comment["id"]: comment["attachments"] for comment in comments} == {
        "6": [
            {"name": "a/b\\c.txt", "url": "../files/c.txt"},
            {"name": "Attachment 8", "url": "../files/empty.txt"},
        ],
        "7": [
            {"name": "keel.txt", "url": "../files/keel.txt"},
            {"name": "rudder.txt", "url": "tiki-download_forum_attachment.php?attId=4"},
        ],
    }
    assert (tmp_path / "out" / "files" / "keel.txt").read_bytes() == b"of the kee"


def test_a_site_without_files_has_neither_lists_nor_pictures(tmp_path: Path) -> None:
    files, summary = converted(tmp_path, copy_files="none")
    assert not any("## Attachments" in text for text in files.values())
    assert files["articles/new-saw.md"] == "It is sharp.\n"
    assert "keel" not in files["forum/lines.md"]
    assert summary.files == []


def test_all_brings_those_that_belong_to_nothing(tmp_path: Path) -> None:
    _, summary = converted(tmp_path, copy_files="all")
    assert {"files/gone.txt", "files/orphan.txt", "files/spare.png"} <= set(summary.files)
    assert {"files/blurred.gif", "files/offer.txt"} <= set(summary.files)
    private = ("wages", "spam", "letter", "lost", "me.gif")
    assert not [path for path in summary.files if any(word in path for word in private)]


def test_drafts_have_what_belongs_to_them(tmp_path: Path) -> None:
    files, summary = converted(tmp_path, target="hugo", visibility="all")
    assert "- [wages.txt](../files/wages.txt)" in files["content/wages.md"]
    assert "![Slip](../../files/debt.png)" in files["content/articles/new-debt.md"]
    assert not [found for found in summary.diagnostics if found.code is Code.FILES_HIDDEN]


@pytest.mark.parametrize("visibility", ["public", "all"])
def test_attachments_for_members(visibility: str, tmp_path: Path) -> None:
    wiki = attached_wiki(tmp_path, "Green.")
    wiki.attachments[1].hidden = "only Registered may see files attached to it"
    files, summary = converted(tmp_path, wiki, visibility=visibility, discussions="none")
    listed = "\n\n## Attachments\n\n- [log.txt](files/log.txt)" if visibility == "all" else ""
    assert files["moss.md"] == f"Green.{listed}\n"
    assert bool(summary.files) is (visibility == "all")


def test_nobody_lists_the_files_of_a_page_that_was_left_out(tmp_path: Path) -> None:
    out = tmp_path / "out"
    source = str(SHIPYARD / "wiki.sql")
    result = call("convert", source, "-o", str(out), "-t", "gfm", "--exclude", "Dinghies")
    assert result.exit_code == 0
    assert not [name for name in pages_of(out) if "dinghies" in name]
    assert not list(out.rglob("rivets*"))


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_target_shows_them_and_nothing_is_lost(target: str, tmp_path: Path) -> None:
    (spool := tmp_path / "spool").mkdir()
    wiki, _ = shipyard(spool)
    options = Options(target=target, redirect_hosts=("json",))
    out = tmp_path / "out"
    first = convert_site(wiki, options, out)
    again = convert_site(wiki, options, out)
    assert (again.written, again.copied) == ([], [])
    proof = prove(wiki, options, default_registry(), open_folder(out))
    assert (proof.words.percent, proof.structure.percent) == (100, 100)
    assert proof.files == len(first.files) == 17
    codes = {finding.diagnostic.code for finding in proof.all_findings()}
    assert codes <= {Code.VERIFY_LINK_DEAD}
    page = next(path for path in out.rglob("*.md") if path.stem.lower() == "dinghies")
    text = page.read_text("utf-8")
    assert "rivets" in text
    page.write_text(text.replace("Copper", "Iron"), "utf-8")
    found = list(prove(wiki, options, default_registry(), open_folder(out)).all_findings())
    assert Code.VERIFY_TEXT_MISSING in {finding.diagnostic.code for finding in found}


def attached_wiki(tmp_path: Path, source: str) -> Wiki:
    (spool := tmp_path / "spool").mkdir()
    blob = BlobStore(spool).put([b"log"])
    return Wiki(
        pages=[Page(name="Moss", page_id=1, source=source)],
        attachments={1: File(file_id=1, filename="log.txt", page="moss", blob=blob)},
        comments=[Comment(comment_id=1, object_name="Moss", user="ann", text="{attach id=1}")],
    )


@pytest.mark.parametrize(
    "link",
    [
        "{attach id=1}",
        "{ATTACH()}{ATTACH}",
        "{img attId=1}",
        "[tiki-download_wiki_attachment.php?attId=1&download=y|log]",
        "{BOX()}{file name=log.txt}{BOX}",
    ],
)
def test_what_is_linked_is_not_listed(link: str, tmp_path: Path) -> None:
    files, _ = converted(tmp_path, attached_wiki(tmp_path, link))
    assert "## Attachments" not in files["moss.md"]


def test_a_page_without_a_text_begins_with_its_list(tmp_path: Path) -> None:
    files, _ = converted(tmp_path, attached_wiki(tmp_path, ""), discussions="none")
    assert files["moss.md"] == "## Attachments\n\n- [log.txt](files/log.txt)\n"


def test_the_list_stands_before_the_comments(tmp_path: Path) -> None:
    files, _ = converted(tmp_path, attached_wiki(tmp_path, "Green."))
    assert files["moss.md"] == (
        "Green.\n\n## Attachments\n\n- [log.txt](files/log.txt)\n\n"
        "## Comments\n\n**ann**\n\n[log.txt](files/log.txt)\n"
    )


@pytest.mark.parametrize(
    "source", ["{maketoc}\n!A\n!!B", "{maketoc}\n!!A\n!!!B", '{maketoc levels="2"}\n!!A']
)
def test_contents_are_those_that_mkdocs_shows(source: str, tmp_path: Path) -> None:
    """Python-Markdown lists the heading of the section, a list of ours does not."""
    wiki = attached_wiki(tmp_path, source)
    converted(tmp_path, wiki, "mkdocs")
    options = Options(target="mkdocs")
    proof = prove(wiki, options, default_registry(), open_folder(tmp_path / "out"))
    assert list(proof.all_findings()) == []


def test_inspect_counts_them() -> None:
    result = call("inspect", str(SHIPYARD / "wiki.sql"), "--files", str(SHIPYARD / "storage"))
    lines = dict(line.rsplit(maxsplit=1) for line in result.stdout.splitlines()[:26] if line)
    counts = {name.strip(): count for name, count in lines.items()}
    assert counts["attachments"] == "13"
    assert counts["attachments in forums"] == "8"
    assert counts["attachments in trackers"] == "5"
    assert counts["pictures in blogs"] == "4"
    assert counts["pictures of articles"] == "7"
    assert counts["files without bytes"] == "5"
    assert counts["files that no page uses"] == "6"
