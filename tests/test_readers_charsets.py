"""Character sets are told by all texts together, and repaired only on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import load_with_findings

from tiki2md.diagnostics import Code, Diagnostic
from tiki2md.readers import SourceError
from tiki2md.readers.charsets import encoded_once

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ["Été", "à la", "“Möwe”", "naïve", "Œuvre", "niño", "5 €", "Straße", "l’eau", "ÀÉÎÕÜ"]


def latin1(text: str) -> bytes:
    """As MySQL writes it: Windows-1252, with the holes kept."""
    return b"".join(
        bytes([ord(letter)]) if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")
        for letter in text
    )


def twice(text: str) -> str:
    """What UTF-8 becomes when it is taken for MySQL's Latin-1."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in HOLES else chr(byte)
        for byte in text.encode("utf-8")
    )


HOLES = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def load(
    tmp_path: Path, texts: list[str | bytes], names: str = "", *, repair: bool = False
) -> tuple[list[str], list[Diagnostic]]:
    dump = b"/*!40101 SET NAMES %s */;\n" % names.encode() if names else b""
    dump += b"CREATE TABLE tiki_pages (page_id int, pageName text, data text);\n"
    for number, text in enumerate(texts, 1):
        raw = text if isinstance(text, bytes) else text.encode("utf-8")
        raw = raw.replace(b"\\", b"\\\\").replace(b"'", b"''")
        dump += b"INSERT INTO tiki_pages VALUES (%d,'P%d','%s');\n" % (number, number, raw)
    path = tmp_path / "dump.sql"
    path.write_bytes(dump)
    wiki, found = load_with_findings(path, repair_encoding=repair)
    return [page.source for page in wiki.pages], found


def codes(found: list[Diagnostic]) -> list[Code]:
    return [finding.code for finding in found]


def test_a_stray_is_no_evidence(tmp_path: Path) -> None:
    texts, found = load(tmp_path, [*WORDS, "cafÃ©"], repair=True)
    assert texts == [*WORDS, "cafÃ©"]
    assert found == []
    texts, found = load(tmp_path, [*WORDS, b"caf\xe9 \xc3\xa9"], "latin1")
    assert texts == [*WORDS, "café é"]
    assert codes(found) == [Code.SOURCE_NOT_UTF8]
    assert "dump.sql: tiki_pages.data of P11 is not valid UTF-8" in found[0].message
    _, found = load(tmp_path, [*WORDS, *[b"caf\xe9"] * 5], "latin1")
    assert "tiki_pages.data of P11, P12, P13 and 2 more is not valid" in found[0].message


def test_natural_text_that_looks_encoded_twice_is_left_alone(tmp_path: Path) -> None:
    texts, found = load(tmp_path, ["CAFÉ®", "Å“ is two letters, and so is Ã©", "été"], repair=True)
    assert texts == ["CAFÉ®", "Å“ is two letters, and so is Ã©", "été"]
    assert found == []


@pytest.mark.parametrize("names", ["latin1", ""])
def test_a_dump_in_latin1(tmp_path: Path, names: str) -> None:
    expected = [*WORDS, "CAFÉ®", "\x81 hole"]  # the last but one would be valid UTF-8
    texts, found = load(tmp_path, [latin1(text) for text in expected], names)
    assert texts == expected
    assert codes(found) == [Code.SOURCE_CHARSET]
    assert (
        "read as latin1: 11 of 12 texts are no UTF-8, as “Été”, “à”, ““Möwe””" in found[0].message
    )


def test_another_declared_character_set(tmp_path: Path) -> None:
    expected = ["Привет", "мир", "страница"]
    texts, found = load(tmp_path, [text.encode("cp1251") for text in expected], "cp1251")
    assert texts == expected
    assert codes(found) == [Code.SOURCE_CHARSET]


LOST = ["Tomasz Zieli?ski", "(?????, ????)", "?" * 9, "na\xefve Zieli?ski"]
NOT_LOST = [
    "Why?", "Why? Yes?", "What??", "?? ", "[x.php?page=A|a?b.html]", "a?1", "?????",
]  # fmt: skip


@pytest.mark.parametrize("names", ["latin1", "cp1251", "utf8mb4", ""])
def test_letters_that_the_dump_lacks(tmp_path: Path, names: str) -> None:
    lost, kept = ([text.encode("latin-1") for text in texts] for texts in (LOST, NOT_LOST))
    _, found = load(tmp_path, [*lost, *kept], names)
    told = [each.message for each in found if each.code is Code.SOURCE_LETTERS_LOST]
    assert len(told) == (names in {"latin1", "cp1251"})
    for message in told:
        assert f" is in {names}: 4 texts have ? for letters that it lacks, as " in message
        assert message.endswith("“Zieli?ski”, “(?????, ????)”, “?????????”")
    for texts in ([lost[0], *kept], [*lost, "é", "ü"]):  # a slip; and it says what it is not
        _, found = load(tmp_path, texts, names)
        assert Code.SOURCE_LETTERS_LOST not in codes(found)


def test_many_question_marks_take_no_quadratic_time(tmp_path: Path) -> None:
    for text in ("a?b/" * 100_000, "a?" * 200_000 + ".", "? ?? " * 100_000, "??" * 200_000):
        load(tmp_path, [text.encode()], "latin1")


def test_utf8_in_a_dump_that_says_latin1(tmp_path: Path) -> None:
    texts, found = load(tmp_path, [*WORDS, "日本"], "latin1")
    assert texts == [*WORDS, "日本"]
    assert found == []


@pytest.mark.parametrize("repair", [False, True])
def test_text_encoded_twice(tmp_path: Path, repair: bool) -> None:
    kept = ["plain", "日本 – here it was typed later", "Ã© beside é"]
    texts, found = load(tmp_path, [*map(twice, WORDS), *kept], "utf8mb4", repair=repair)
    assert texts == [*(WORDS if repair else map(twice, WORDS)), *kept]
    assert codes(found) == [Code.SOURCE_DOUBLE_ENCODED]
    message = found[0].message
    assert "10 of 12 texts were encoded twice, as “Ã‰tÃ©” for “Été”" in message
    assert message.endswith("they were mended" if repair else "--repair-encoding mends them")


def test_text_encoded_twice_in_a_dump_in_latin1(tmp_path: Path) -> None:
    """Both at once: most pages are in Latin-1, and some were UTF-8 before."""
    texts = [latin1(text) for text in WORDS] + [text.encode("utf-8") for text in WORDS[:4]]
    found_texts, found = load(tmp_path, texts, "latin1", repair=True)
    assert found_texts == [*WORDS, *WORDS[:4]]
    assert codes(found) == [Code.SOURCE_CHARSET, Code.SOURCE_DOUBLE_ENCODED]


@pytest.mark.parametrize("console", ["cp437", "cp850", "cp852", "cp866"])
def test_a_dump_that_went_through_a_console(tmp_path: Path, console: str) -> None:
    """PowerShell's > takes what it gets for the console's letters, and writes those in UTF-8."""
    expected = [*WORDS, "Привет, мир", "日本 – 🐟", "Łódź"]
    spoiled = [text.encode("utf-8").decode(console) for text in expected]
    for repair in (False, True):
        texts, found = load(tmp_path, [*spoiled, "Šárka"], "utf8mb4", repair=repair)
        assert texts == [*(expected if repair else spoiled), "Šárka"]
        assert codes(found) == [Code.SOURCE_DOUBLE_ENCODED]
        assert f"13 of 14 texts were encoded twice, as “{spoiled[0]}” for “Été”" in found[0].message


@pytest.mark.parametrize("console", ["cp437", "cp850", "cp852", "cp866"])
def test_texts_with_lines_and_boxes_went_through_no_console(console: str) -> None:
    for text in (
        "├── src\n└── año", "┌─┬─┐│é│", "Привет, мир", "Őszi ßß Łódź", "αßΓπ ñ °C ±2 µm",
        "«Été» ¿Qué?", "├® beside é",
    ):  # fmt: skip
        assert encoded_once(text, console) is None


@given(st.text())
def test_what_was_encoded_twice_is_found_and_mended(text: str) -> None:
    text = text.encode("utf-8", "replace").decode("utf-8")
    assert encoded_once(twice(text)) == (None if text.isascii() else text)


@given(st.text(st.characters(min_codepoint=0x100, exclude_categories=["Cs"]), min_size=1))
def test_text_beyond_latin1_was_never_encoded_twice(text: str) -> None:
    once = encoded_once(text)
    assert once is None or set(text) <= set(map(chr, range(0x80))) | set(
        "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
    )


@pytest.mark.parametrize("names", ["gbk", "big5", "sjis"])
def test_a_character_set_whose_letters_hold_backslashes_is_refused(
    tmp_path: Path, names: str
) -> None:
    with pytest.raises(SourceError, match=f"character set {names}, .* --default-character-set=utf"):
        load(tmp_path, [word.encode(names) for word in ("首頁", "中文")], names)
    # A dump may say so and be in UTF-8 all the same.
    assert load(tmp_path, ["首頁", "中文", b"\xe9"], names)[0] == ["首頁", "中文", "é"]


def test_a_chinese_dump_without_backslashes_in_its_letters(tmp_path: Path) -> None:
    texts, found = load(tmp_path, ["首页".encode("gb2312"), "plain"], "gb2312")
    assert texts == ["首页", "plain"]
    assert codes(found) == [Code.SOURCE_CHARSET]
