"""What ``schema.json`` says of ``report.json`` is so, and all that there is to say."""

from __future__ import annotations

import copy
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from folders import report_of
from jsonschema import Draft202012Validator
from sample_exports import HARBOUR

from tiki2md.cli import run
from tiki2md.diagnostics import Code, Severity
from tiki2md.ignores import Ignore
from tiki2md.migration import Plan, convert_site, pages
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins.fates import Fate
from tiki2md.report.ledger import VERSION, WEIGHTS
from tiki2md.report.recorder import Run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA: dict[str, Any] = json.loads(
    files("tiki2md.report").joinpath("schema.json").read_text("utf-8")
)
FINDING = SCHEMA["$defs"]["finding"]["properties"]

PAGES = (
    Page(
        name="Quay",
        source="((Gone)) [tiki-index.php?page_id=99|x]\n{TIDES()}x{TIDES}\n"
        "{HTML()}<form></form><input>{HTML}",
        page_id=1,
    ),
    Page(name="quay!", source="{img src=img/wiki_up/lost.png}", page_id=2),
    Page(name="Board", source="secret", hidden="only Ann may view it", page_id=3),
    Page(name="Old", source="{REDIRECT(page=Quay)/}", page_id=4),
    Page(name="Stone", source="breaks", page_id=5),
)


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from subschemas(value)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    site = tmp_path_factory.mktemp("harbour") / "site"
    assert run(["convert", "-q", "-t", "hugo", str(HARBOUR), "-o", str(site)]) == 0
    return report_of(site)


@pytest.fixture
def eventful(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The report of a wiki with all that lists of a report are made for."""
    convert = pages.convert_page

    def convert_page(source: str, *rest: Any) -> Any:
        if source == "breaks":
            raise RuntimeError("a fault in the converter")
        return convert(source, *rest)

    monkeypatch.setattr(pages, "convert_page", convert_page)
    root = tmp_path / "out"
    options = Options(target="mkdocs", missing_links="stub")
    ignores = (Ignore("html-dropped", "a <form> that nobody used"),)
    plan = Plan(run=Run(sources=("w.sql",), ignores=ignores), scaffold=False)
    convert_site(Wiki(pages=list(PAGES)), options, root, plan)
    (root / report_of(root)["pages"][0]["path"]).write_text("mine", "utf-8")
    changed = [Page(name="Quay", source=PAGES[0].source + " new", page_id=1), *PAGES[1:]]
    convert_site(Wiki(pages=changed), options, root, plan)
    return report_of(root)


def test_it_is_a_schema_of_this_version() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"] == SCHEMA["properties"]["version"] | {"const": VERSION}


def test_every_key_is_described_and_no_other_is_allowed() -> None:
    objects = [each for each in subschemas(SCHEMA) if isinstance(each.get("required"), list)]
    assert len(objects) == 9
    for each in objects:
        assert each["additionalProperties"] is False
        assert set(each["required"]) <= set(each["properties"])
        for name, value in each["properties"].items():
            assert value.get("description"), name


def test_it_knows_the_words_of_the_code() -> None:
    labels = [severity.label for severity in sorted(Severity, reverse=True)]
    assert FINDING["severity"]["enum"] == labels
    assert list(SCHEMA["properties"]["counts"]["properties"]["severities"]["properties"]) == labels
    assert SCHEMA["$defs"]["fates"]["propertyNames"]["enum"] == [str(fate) for fate in Fate]
    code = Draft202012Validator(SCHEMA["$defs"]["code"])
    assert all(code.is_valid(each.identifier) for each in Code)
    risk = SCHEMA["properties"]["pages"]["items"]["properties"]["risk"]["description"]
    told = {label: int(weight) for weight, label in re.findall(r"(\d+) for an? (\w+)", risk)}
    assert told == {severity.label: weight for severity, weight in WEIGHTS.items() if weight}


def test_the_report_of_the_harbour_fits(harbour: dict[str, Any]) -> None:
    assert harbour["counts"]["pages"] == 14
    Draft202012Validator(SCHEMA).validate(harbour)


def test_a_report_in_which_all_happened_fits(eventful: dict[str, Any]) -> None:
    counts = eventful["counts"]
    for key in ("hidden", "redirects", "stubs", "collisions", "failed", "edited", "missing_files",
                "missing_pages", "ignored"):  # fmt: skip
        assert counts[key] >= 1, key
    Draft202012Validator(SCHEMA).validate(eventful)
    keys = {key for page in eventful["pages"] for found in page["findings"] for key in found}
    assert keys == set(FINDING)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("version",), VERSION + 1),
        (("date",), "2024-01-01"),
        (("counts", "pages"), -1),
        (("counts", "pages"), "14"),
        (("counts", "codes", "No Code"), 1),
        (("counts", "severities", "fatal"), 1),
        (("run", "seconds"), 1.5),
        (("plugins", "TOC"), {"lost": 1}),
        (("hidden",), [{"name": "Board"}]),
        (("pages", 0, "path"), ""),
        (("pages", 0, "findings"), [{"code": "plugin-kept", "severity": "loss"}]),
        (("missing_pages", "Gone"), {}),
    ],
)
def test_what_is_no_report_does_not_fit(
    harbour: dict[str, Any], where: tuple[Any, ...], value: Any
) -> None:
    data = copy.deepcopy(harbour)
    *path, key = where
    inner: Any = data
    for step in path:
        inner = inner[step]
    inner[key] = value
    assert not Draft202012Validator(SCHEMA).is_valid(data)


@pytest.mark.parametrize("key", SCHEMA["required"])
def test_every_key_must_be_there(harbour: dict[str, Any], key: str) -> None:
    left = {name: value for name, value in harbour.items() if name != key}
    assert not Draft202012Validator(SCHEMA).is_valid(left)
