"""An export in several files: rows find the structure of their table, and wikis stay apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from loading import load
from sql_dumps import PAGE, write_sql

from tiki2md.diagnostics import Code
from tiki2md.readers import SourceError

if TYPE_CHECKING:
    from pathlib import Path


def test_rows_and_their_structure_in_two_files(tmp_path: Path) -> None:
    write_sql(tmp_path / "structure.sql", {"tiki_pages": (PAGE, [])})
    odd = "INSERT INTO tiki_pages VALUES (NOW());\n"
    (tmp_path / "data.sql").write_text(f"{odd}INSERT INTO tiki_pages VALUES (1,'Home','!A','0');")
    for given in ([tmp_path], [tmp_path / "data.sql", tmp_path / "structure.sql"]):
        wiki, codes = load(*given)
        assert [(page.name, page.source) for page in wiki.pages] == [("Home", "!A")]
        assert codes == [Code.SOURCE_STATEMENT_SKIPPED]


@pytest.mark.parametrize("named", [["structure.sql"], ["data.sql"], ["structure.sql", "data.sql"]])
def test_one_of_two_files_may_name_the_database(tmp_path: Path, named: list[str]) -> None:
    write_sql(tmp_path / "structure.sql", {"tiki_pages": (PAGE, [])})
    (tmp_path / "data.sql").write_text("INSERT INTO tiki_pages VALUES (1,'Home','!A','0');")
    for name in named:
        (tmp_path / name).write_text("USE `tiki`;\n" + (tmp_path / name).read_text())
    wiki, codes = load(tmp_path)
    assert [(page.name, page.source) for page in wiki.pages] == [("Home", "!A")]
    assert codes == []


def test_rows_take_the_structure_of_their_own_database(tmp_path: Path) -> None:
    structures = {"one": ["pageName", "page_id"], "two": ["page_id", "pageName"]}
    for name, columns in structures.items():
        path = write_sql(tmp_path / f"{name}.sql", {"tiki_pages": (columns, [])})
        path.write_text(f"USE {name};\n" + path.read_text())
    (tmp_path / "z.sql").write_text("USE two;\nINSERT INTO tiki_pages VALUES (1,'Home');")
    assert [(page.page_id, page.name) for page in load(tmp_path)[0].pages] == [(1, "Home")]
    for database in ("USE three;\n", ""):
        (tmp_path / "z.sql").write_text(f"{database}INSERT INTO tiki_pages VALUES (1,'Home');")
        with pytest.raises(SourceError, match="the table structure, too"):
            load(tmp_path)


WIKI = {
    "tiki_pages": (
        PAGE,
        [["1", "Home", "a", "0"], ["2", "Ferry", "b", "0"], ["3", "Bus", "c", "0"]],
    ),
    "tiki_objects": (
        ["objectId", "type", "itemId"],
        [["1", "wiki page", "Home"], ["2", "wiki page", "Ferry"], ["3", "wiki page", "Bus"]],
    ),
    "tiki_categories": (["categId", "name"], [["1", "Sea"], ["2", "Land"]]),
    "tiki_category_objects": (
        ["catObjectId", "categId"],
        [["1", "1"], ["1", "2"], ["2", "1"], ["3", "2"]],
    ),
    "tiki_history": (
        ["pageName", "version", "user", "data"],
        [["Bus", "1", "ann", "c"], ["Bus", "2", "bob", "c"], ["Home", "1", "ann", "a"]],
    ),
    "users_grouppermissions": (["groupName", "permName"], [["Staff", "tiki_p_view"]]),
}


@pytest.mark.parametrize("history", [False, True])
def test_rows_of_a_table_in_several_files(tmp_path: Path, history: bool) -> None:
    structure = {table: (columns, []) for table, (columns, _) in WIKI.items()}
    write_sql(tmp_path / "0.sql", structure)
    for table, (columns, rows) in WIKI.items():
        for number, row in enumerate(rows):
            path = write_sql(tmp_path / f"{table}.{number}.sql", {table: (columns, [row])})
            path.write_text(path.read_text().partition("\n")[2])  # mere rows
    wiki, codes = load(tmp_path, history=history)
    whole, _ = load(write_sql(tmp_path / "whole.sql", WIKI), history=history)
    assert codes == []
    assert [page.categories for page in wiki.pages] == [[1, 2], [1], [2]]
    assert all(page.hidden for page in wiki.pages)
    assert [replace(page, origin="") for page in wiki.pages] == [
        replace(page, origin="") for page in whole.pages
    ]


def test_two_wikis_in_several_files_are_not_mixed_up(tmp_path: Path) -> None:
    other = {
        "tiki_pages": (PAGE, [["1", "Start", "a", "0"], ["2", "Taxi", "b", "0"]]),
        "tiki_objects": (["objectId", "type", "itemId"], [["1", "wiki page", "Taxi"]]),
        "tiki_categories": (["categId", "name"], [["1", "Air"]]),
        "tiki_category_objects": (["catObjectId", "categId"], [["1", "1"]]),
    }
    paths = [
        write_sql(tmp_path / f"{number}-{table}.sql", {table: tables[table]})
        for number, tables in enumerate((WIKI, other))
        for table in sorted(tables)
    ]
    wiki, codes = load(*paths)
    assert codes == []
    found = {p.name: [wiki.categories[n].name for n in p.categories] for p in wiki.pages}
    assert found == {
        "Home": ["Sea", "Land"],
        "Ferry": ["Sea"],
        "Bus": ["Land"],
        "Start": [],
        "Taxi": ["Air"],
    }
