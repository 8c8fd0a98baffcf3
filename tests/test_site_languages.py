"""Languages: Tiki's codes, places of their own for Hugo, links to translations elsewhere."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from folders import pages_of
from readers_there import read_back_or_skip

from tiki2md.migration import convert_site
from tiki2md.model import Category, File, Page, Wiki
from tiki2md.options import PRESETS, Options, with_values
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.readers.blobs import BlobStore
from tiki2md.site.index_building import build_index
from tiki2md.site.languages import Languages, bcp47, is_right_to_left, language_name, main_language
from tiki2md.site.old_urls import new_urls, problems, redirect_map
from tiki2md.site.resolver import resolver_for
from tiki2md.site.scaffolds import scaffold_files
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.site.index import SiteIndex

LINKS = "((Ferry)) ((Le bac)) ((Accueil)) ((HomePage|home)) ((Plan))"
WIKI = Wiki(
    pages=[
        Page(name="HomePage", page_id=1, language="en", source=LINKS, categories=[1]),
        Page(name="Ferry", page_id=2, language="en", source=f"!Ferry\n{LINKS}", tags=["boat"]),
        Page(name="Accueil", page_id=3, language="fr", source=LINKS, categories=[1, 2]),
        Page(name="Le bac", page_id=4, language="fr", source=LINKS, tags=["boat", "bac"]),
        Page(name="Plan", page_id=5, language="fr", source="", is_html=True),
        Page(name="Fr", page_id=6, source="", categories=[1]),
        Page(name="渡船", page_id=7, language="tw", source=LINKS),
    ],
    categories={
        1: Category(category_id=1, name="Harbour"),
        2: Category(category_id=2, name="Quai"),
        3: Category(category_id=3, name="Unused"),
    },
    translations=[["HomePage", "Accueil"], ["Le bac", "渡船", "Ferry"]],
    preferences={"language": "en"},
)
HUGO = Options(target="hugo")


def index_of(options: Options = HUGO, wiki: Wiki = WIKI) -> SiteIndex:
    return build_index(wiki, options)


def paths(options: Options = HUGO, wiki: Wiki = WIKI) -> dict[str, str]:
    return {entry.page.name: entry.path for entry in index_of(options, wiki).entries}


def converted(out: Path, target: str, **values: object) -> dict[str, str]:
    options = with_values(Options(target=target), values)
    summary = convert_site(WIKI, options, out)
    assert not summary.failed
    return pages_of(out)


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("", ""),
        ("nonsense!", ""),
        ("english", ""),
        ("en", "en"),
        (" FR ", "fr"),
        ("en-uk", "en-GB"),
        ("pt-br", "pt-BR"),
        ("pt_BR", "pt-BR"),
        ("cn", "zh-Hans"),
        ("tw", "zh-Hant"),
        ("sr-latn", "sr-Latn"),
        ("fy-NL", "fy-NL"),
        ("iu-ro", "iu-Latn"),
        ("sb", "pis"),
    ],
)
def test_codes_of_tiki(code: str, tag: str) -> None:
    assert bcp47(code) == tag
    assert bcp47(tag) == tag


def test_names_of_languages() -> None:
    assert [language_name(tag) for tag in ("fr", "zh-Hant", "fr-CA", "xx")] == [
        "Français",
        "繁體中文",
        "Français",
        "xx",
    ]
    assert [is_right_to_left(tag) for tag in ("he", "ar-EG", "en")] == [True, True, False]


def test_language_of_the_site() -> None:
    home = Page(name="HomePage", source="", language="de")
    assert main_language(Wiki()) == "en"
    assert main_language(Wiki(preferences={"language": "pt-br"})) == "pt-BR"
    # What is at the root of the site is in its language, whatever the preference was.
    other = Page(name="Bac", language="fr", source="")
    assert main_language(Wiki(pages=[other, home], preferences={"language": "en"})) == "de"


def test_hugo_has_a_place_for_each_language() -> None:
    assert paths() == {
        "HomePage": "content/_index.md",
        "Ferry": "content/ferry.md",
        "Accueil": "content/_index.fr.md",
        "Le bac": "content/le-bac.fr.md",
        "Plan": "content/plan.fr.md",
        # /fr/ is the home page of a language.
        "Fr": "content/fr-page.md",
        "渡船": "content/渡船.zh-hant.md",
    }
    index = index_of()
    assert [index.url(entry) for entry in index.entries] == [
        *("/", "/ferry/", "/fr/", "/fr/le-bac/", "/fr/plan/", "/fr-page/"),
        "/zh-hant/%E6%B8%A1%E8%88%B9/",
    ]
    assert index.home is index.entries[0]


@pytest.mark.parametrize("options", [Options(target="hugo", languages="one"), PRESETS["classic"]])
def test_one_place_for_all(options: Options | dict[str, object]) -> None:
    if isinstance(options, dict):
        options = with_values(Options(), options)
    assert paths(options)["Accueil"] == "content/accueil.md"
    assert index_of(options).languages == Languages()


def test_without_sets_of_several_languages_nothing_moves() -> None:
    wiki = Wiki(pages=WIKI.pages)
    assert paths(wiki=wiki)["Le bac"] == "content/le-bac.md"
    one = Wiki(pages=WIKI.pages, translations=[["Le bac", "Plan"], ["Ferry"], ["Gone", "Ferry"]])
    assert paths(wiki=one)["Le bac"] == "content/le-bac.md"
    assert paths(Options(target="gfm"))["Le bac"] == "le-bac.md"


@pytest.mark.parametrize(
    ("page", "links"),
    [
        ("HomePage", ["ferry.md", "fr/le-bac/", "fr/", "_index.md", "fr/plan/"]),
        ("Ferry", ["ferry.md", "../fr/le-bac/", "../fr/", "_index.md", "../fr/plan/"]),
        ("Accueil", ["../ferry/", "le-bac.fr.md", "_index.fr.md", "../", "plan.fr.md"]),
        ("Le bac", ["../../ferry/", "le-bac.fr.md", "_index.fr.md", "../../", "plan.fr.md"]),
        ("Plan", ["../../ferry/", "../le-bac/", "../", "../../", "./"]),
        ("渡船", ["../../ferry/", "../../fr/le-bac/", "../../fr/", "../../", "../../fr/plan/"]),
    ],
)
def test_links_between_languages(page: str, links: list[str]) -> None:
    # Hugo finds no file of another language: links to those are the way between their URLs.
    index = index_of()
    resolver = resolver_for(index, index.find(page)[0].page)
    targets = [resolver.page(n, "") for n in ("Ferry", "Le bac", "Accueil", "HomePage", "Plan")]
    assert [target.url for target in targets if target is not None] == links


def test_files_are_found_from_every_language(tmp_path: Path) -> None:
    blob = BlobStore(tmp_path).put([b"x"])
    files = {1: File(file_id=1, filename="x.png", blob=blob)}
    index = index_of(wiki=replace(WIKI, files=files))
    found = {e.page.name: resolver_for(index, e.page).url("dl1") for e in index.entries}
    urls = {name: target.url for name, target in found.items() if target is not None}
    assert (urls["HomePage"], urls["Ferry"]) == ("files/x.png", "../files/x.png")
    assert (urls["Accueil"], urls["Le bac"]) == ("../files/x.png", "../../files/x.png")


def test_front_matter_of_hugo(tmp_path: Path) -> None:
    files = converted(tmp_path, "hugo")
    keys = {
        path.removeprefix("content/"): line
        for path, text in files.items()
        for line in text.split("\n")
        if line.startswith("translationKey")
    }
    assert keys == {
        "_index.md": 'translationKey: "_index"',
        "_index.fr.md": 'translationKey: "_index"',
        "ferry.md": "translationKey: ferry",
        "le-bac.fr.md": "translationKey: ferry",
        "渡船.zh-hant.md": "translationKey: ferry",
    }
    # Hugo puts the folder of the language before a path from the root.
    assert 'aliases:\n  - "../../Le+bac"\n' in files["content/le-bac.fr.md"]
    assert 'aliases:\n  - "../Accueil"\n' in files["content/_index.fr.md"]
    assert 'aliases:\n  - "/Ferry"\n' in files["content/ferry.md"]


def test_configuration_of_hugo() -> None:
    config = tomllib.loads(scaffold_files("hugo", WIKI, index_of().languages)["hugo.toml"])
    assert config["defaultContentLanguage"] == "en"
    assert list(config["languages"]) == ["en", "fr", "zh-hant"]
    assert config["languages"]["zh-hant"] == {
        "label": "繁體中文",
        "locale": "zh-Hant",
        "direction": "ltr",
        "weight": 3,
    }
    alone = tomllib.loads(scaffold_files("hugo", WIKI, Languages("de"))["hugo.toml"])
    assert (alone["locale"], "languages" in alone) == ("de", False)


def test_old_addresses_lead_to_the_place_of_the_language() -> None:
    index = index_of()
    redirects = redirect_map(WIKI, index)
    assert list(problems(redirects, new_urls(index))) == []
    targets = {path: r.target for r in redirects for path in r.paths if not r.query}
    assert targets["/Le bac"] == "/fr/le-bac/"
    assert targets["/Accueil"] == "/fr/"
    assert targets["/cat1"] == "/categories/harbour/"
    assert targets["/cat2"] == "/fr/categories/quai/"
    assert targets["/cat3"] == ""
    tags = {r.query[0][1]: r.target for r in redirects if r.query and r.query[0][0] == "tag"}
    assert (tags["boat"], tags["bac"]) == ("/tags/boat/", "/fr/tags/bac/")


def test_no_page_is_its_own_translation() -> None:
    pages = [Page(name=name, page_id=n, source="") for n, name in enumerate("ABC", 1)]
    index = index_of(wiki=Wiki(pages=pages, translations=[["A", "B"], ["C", "Gone"]]))
    a, b, c = (index.find(name)[0].page for name in "ABC")
    assert index.languages.set_of(a) == (a, b)
    assert index.languages.counterparts(a) == ()
    assert index.languages.set_of(c) == ()


def test_a_post_with_the_name_of_a_page_is_in_no_set() -> None:
    post = Page(name="Accueil", kind="blog post", page_id=9, language="de", source="")
    index = index_of(wiki=replace(WIKI, others=[post]))
    home = index.find("HomePage")[0].page
    assert [page.language for page in index.languages.set_of(home)] == ["en", "fr"]
    assert index.languages.set_of(post) == ()


def test_a_set_may_be_odd() -> None:
    pages = [
        Page(name="HomePage", page_id=1, source=""),
        Page(name="A", page_id=2, source=""),
        Page(name="B", page_id=3, language="fr", source=""),
        Page(name="C", page_id=4, language="fr", source=""),
        Page(name="D", page_id=5, language="en", source=""),
    ]
    wiki = Wiki(pages=pages, translations=[["D", "C", "B", "A", "A", "Gone"], ["B", "HomePage"]])
    index = index_of(wiki=wiki)
    a, b, c, d = (index.find(name)[0].page for name in "ABCD")
    assert index.languages.set_of(a) == (a, d, b, c)
    # Generators know one page of a set in a language.
    assert index.languages.counterparts(a) == (a, b)
    assert index.languages.counterparts(c) == ()
    assert index.languages.set_of(pages[0]) == ()


def test_a_line_of_links_where_the_target_has_no_languages(tmp_path: Path) -> None:
    files = converted(tmp_path, "gfm")
    line = "[Français](le-bac.md) · [繁體中文](%E6%B8%A1%E8%88%B9.md)\n"
    # Below a heading that is the title, above all else.
    assert files["ferry.md"].startswith(f"# Ferry\n\n{line}\n[Ferry](ferry.md)")
    assert files["accueil.md"].startswith("[English](homepage.md)\n\n[Ferry](ferry.md)")
    assert files["fr.md"] == ""


def test_the_line_is_below_a_title_that_is_not_the_name(tmp_path: Path) -> None:
    pages = [
        Page(name="Ferry 2020", page_id=1, language="en", source="!Ferry\nText"),
        Page(name="Le bac", page_id=2, language="fr", source="Texte"),
    ]
    wiki = Wiki(pages=pages, translations=[["Ferry 2020", "Le bac"]])
    options = Options(target="mkdocs", title_patterns=(r" \d+$",))
    convert_site(wiki, options, tmp_path)
    text = (tmp_path / "docs/ferry.md").read_text("utf-8")
    assert text.endswith("---\n\n# Ferry\n\n[Français](le-bac.md)\n\nText\n")


def test_the_line_is_proved_and_can_be_turned_off(tmp_path: Path) -> None:
    options = Options(target="gfm")
    convert_site(WIKI, options, tmp_path / "split")
    proof = prove(WIKI, options, default_registry(), open_folder(tmp_path / "split"))
    assert list(proof.all_findings()) == []
    files = converted(tmp_path / "one", "gfm", languages="one")
    assert not [path for path, text in files.items() if "[Français]" in text]


@pytest.mark.parametrize("target", ["mkdocs", "docusaurus", "commonmark"])
def test_other_targets_have_the_line_too(tmp_path: Path, target: str) -> None:
    files = converted(tmp_path, target)
    (ferry,) = (text for path, text in files.items() if path.endswith("ferry.md"))
    assert "\n[Français](le-bac.md) · [繁體中文](" in ferry


def test_keys_of_jekyll_and_obsidian(tmp_path: Path) -> None:
    jekyll = converted(tmp_path / "j", "jekyll")["ferry.md"]
    assert "\nlang: en\n" in jekyll
    assert (
        "translations:\n"
        '  - lang: fr\n    name: Français\n    url: "/le-bac.html"\n'
        '  - lang: zh-Hant\n    name: 繁體中文\n    url: "/%E6%B8%A1%E8%88%B9.html"\n'
    ) in jekyll
    obsidian = converted(tmp_path / "o", "obsidian")["Ferry.md"]
    assert 'translations:\n  - "[[Le bac]]"\n  - "[[渡船]]"\n' in obsidian


@pytest.mark.parametrize("target", ["hugo", "gfm", "mkdocs"])
def test_all_of_it_is_proved(tmp_path: Path, target: str) -> None:
    read_back_or_skip(target)
    options = Options(target=target, redirect_hosts=("json",))
    summary = convert_site(WIKI, options, tmp_path)
    assert summary.failed == []
    proof = prove(WIKI, options, default_registry(), open_folder(tmp_path))
    assert list(proof.all_findings()) == []
