"""Files in pages, alone and by their galleries; on small wikis made by hand."""

from __future__ import annotations

import pytest
from wiki_pages import shown

from tiki2md.diagnostics import Code
from tiki2md.model import File, Gallery

FILES = {
    1: File(file_id=1, name="The lamp", filename="lamp.png", description="Brass", gallery_id=7),
    2: File(file_id=2, filename="map.pdf", gallery_id=7, created=5),
    3: File(file_id=3, name="Old map", gallery_id=7, archive_of=2),
}
GALLERIES = {
    5: Gallery(gallery_id=5, parent_id=-1),
    6: Gallery(gallery_id=6, parent_id=5),
    7: Gallery(gallery_id=7, parent_id=6),
}
ATTACHED = {
    n: File(file_id=n, name=f"{n}.csv", filename=f"{n}.csv", description="table", page="Home")
    for n in (4, 5)
}


def test_a_picture_of_a_gallery_is_each_of_its_pictures() -> None:
    files = {n: File(file_id=n, gallery_id=7, created=n, media_type="image/png") for n in (1, 2)}
    files[3] = File(file_id=3, gallery_id=7, media_type="text/csv")
    text, codes = shown("{IMG(fgalId=7 alt=x)/}", files=files)
    pictures = [f"![x](tiki-download_file.php?fileId={n}&display)" for n in (2, 1)]
    assert text == "<!-- {IMG(fgalId=7 alt=x)/} -->\n\n" + "".join(pictures) + "\n"
    assert codes[0] == Code.PLUGIN_SNAPSHOT
    assert shown("{IMG(fgalId=8)/}", files=files)[1] == [Code.PLUGIN_KEPT]


def test_a_film_that_a_file_stands_for() -> None:
    urls = ("https://vimeo.com/12", "", "https://vimeo.com/34")
    files = {n: File(file_id=n, url=url) for n, url in enumerate(urls, 1)}
    text, codes = shown("{VIMEO(fileId=1,2|3)/}", files=files)
    assert text == "[Vimeo](https://vimeo.com/12)[Vimeo](https://vimeo.com/34)\n"
    assert codes == []
    assert shown("{VIMEO(fileId=2)/}", files=files)[1] == [Code.PLUGIN_KEPT]


LAMP = "![{}](tiki-download_file.php?fileId=1&display{})"
MAP = "![](tiki-download_file.php?fileId=2&display)"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{COLORBOX(fgalId=7)/}", [MAP + LAMP.format("", ' "Brass"')]),
        (
            "{COLORBOX(fgalId=7 sort_mode=name_desc showtitle=y showfilename=y)/}",
            [
                LAMP.format("", ' "The lamp, lamp.png, Brass"')
                + '![](tiki-download_file.php?fileId=2&display "map.pdf")'
            ],
        ),
        ("{CAROUSEL(fgalId=7)/}", [MAP, LAMP.format("Brass", "") + "\\\n**The lamp**\\\nBrass"]),
        (
            "{GALLERIFFIC(fgalId=7 sort_mode=fileId_asc)/}",
            [LAMP.format("Brass", "") + "\\\n**The lamp**\\\nBrass", MAP],
        ),
        ("{SWIPER(fgalId=7)}title:Pier{SWIPER}", [LAMP.format("Brass", ""), MAP, "**Pier**"]),
    ],
)
def test_galleries(call: str, expected: list[str]) -> None:
    text, codes = shown(call, files=FILES)
    assert text.split("\n\n", 1)[1] == "\n\n".join(expected) + "\n"
    assert codes[:1] == [Code.PLUGIN_SNAPSHOT]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("{FILE(fileId=1)/}", "[The lamp](tiki-download_file.php?fileId=1)"),
        ("{FILE(fileId=2)/}", "[map.pdf](tiki-download_file.php?fileId=2)"),
        ("{FILE(fileId=1)}text{FILE}", "[text](tiki-download_file.php?fileId=1)"),
        ("{objectlink type=file id=1}", "[The lamp](tiki-download_file.php?fileId=1)"),
        ("{FILE(name=4.csv)/}", "[4.csv](tiki-download_wiki_attachment.php?attId=4)"),
        ("{ATTACH(id=5)/}", "[5.csv](tiki-download_wiki_attachment.php?attId=5)"),
        ("{ATTACH(num=2)/}", "[5.csv](tiki-download_wiki_attachment.php?attId=5)"),
        ("{ATTACH(id=5 showdesc=1)/}", "[table](tiki-download_wiki_attachment.php?attId=5)"),
        ("{FILE(name=4.csv showdesc=1)/}", "[table](tiki-download_wiki_attachment.php?attId=4)"),
        (
            "{ATTACH(showdesc=1)/}",
            "- [4.csv](tiki-download_wiki_attachment.php?attId=4): table\n- ",
        ),
        ("{FILES(galleryId=7)/}", "- [map.pdf](tiki-download_file.php?fileId=2)\n- [The lamp]"),
        ("{FILES(galleryId=5)/}", "- [map.pdf](tiki-download_file.php?fileId=2)\n- [The lamp]"),
        ("{FILES(galleryId=7 sort=created_desc max=1)/}", "- [map.pdf]"),
        ("{FILES(fileId=1:2)/}", "- [The lamp]"),
        ("{img fileId=1}", "![Brass](tiki-download_file.php?fileId=1&display)"),
        ("{img fileId=1 alt=x}", "![x]("),
        ("{img fileId=1 desc=namedesc}", "\nThe lamp - Brass"),
        (
            "{img fileId=1 alt=name title=desc}",
            '![name](tiki-download_file.php?fileId=1&display "Brass")',
        ),
        ('{img fileId="1,2" desc=name}', "The lamp\n\n![]("),
        ("{img fileId=2}", "![]("),
    ],
)
def test_files(call: str, expected: str) -> None:
    text, codes = shown(f"x\n{call}", files=FILES, attachments=ATTACHED, galleries=GALLERIES)
    assert expected in text
    assert Code.PLUGIN_KEPT not in codes
    assert "Old map" not in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("galleryId=5 recursive=n", Code.PLUGIN_APPROXIMATED),
        ("galleryId=7 creator=ann", Code.PLUGIN_KEPT),
        ("galleryId=7 categId=1", Code.PLUGIN_KEPT),
    ],
)
def test_files_that_are_not_meant(arguments: str, code: Code) -> None:
    text, codes = shown(f"{{FILES({arguments})/}}", files=FILES, galleries=GALLERIES)
    assert text == f"<!-- {{FILES({arguments})/}} -->\n"
    assert codes[0] == code
