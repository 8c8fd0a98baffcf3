"""Real web servers lead every old URL to the new site, however a client writes it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from sample_exports import GARDEN_DUMP, HARBOUR
from web_servers import SERVERS, Client, told

from tiki2md.diagnostics import Reporter
from tiki2md.migration import index_site
from tiki2md.model import Blob, Category, File, Page, Place, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.readers import read_sources
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.reading import Reading
from tiki2md.site.hosts import HOSTS
from tiki2md.site.names import dashed
from tiki2md.site.old_urls import Redirect, redirect_map

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = [
    "HomePage", "Plain", "Two words", "Été à la mer", "日本語 ページ", "Ω", "e\u0301 decomposed",
    "A/B c", "Deep/er/still", "What?", "What is it? A fern!", 'Say "hi" twice', "it's; ok, (yes)",
    "C++ firmware", "a+b", "R&D + prototypes", "100% Compost", "50%25 off", "%41", "~tilde~",
    "x#y", "a=b&c=d", "tab{brace}", "$1 ${x} %1 %{QUERY_STRING}", "[brackets] (and) more*",
    "a.b", "Foo:Bar", "<b>bold</b>", "x|y", "`tick`", "^caret$", "default", "volatile", "0",
    "image.png", "login", "tiki-index.php", "back\\slash", "Ünder_score-and-dash", "x" * 158,
    "ö" * 79, "!", "-", "page", "CamelCase", "Straße", "trailing dot.", "{query.page}", "~*regex",
]  # fmt: skip


def hostile() -> Wiki:
    pages = [
        Page(name=name, page_id=number, slug=dashed(name), source="", categories=[1, 2])
        for number, name in enumerate(NAMES, 1)
    ]
    pages[1].aliases = ["Old name", "Ancien/nom?"]
    return Wiki(
        pages=pages,
        categories={
            1: Category(category_id=1, name="Boats & more"),
            2: Category(category_id=2, name="Été/100%"),
        },
        places={7: Place(place_id=7, page="Two words")},
        files={
            number: File(file_id=number, gallery_id=2, filename=name, blob=Blob(path="/x", size=1))
            for number, name in enumerate(("plan & map.pdf", "Überblick (1).png", "a+b.txt"), 1)
        },
    )


def exported(path: Path) -> Wiki:
    """A wiki whose files have a place, but need not be there for long."""
    with TemporaryDirectory() as folder:
        return read_sources([path], Reporter(), Reading(blobs=BlobStore(Path(folder))))


WIKIS = {
    "hostile": hostile,
    "harbour": lambda: exported(HARBOUR),
    "garden": lambda: exported(GARDEN_DUMP),
}


@cache
def site(name: str, site_url: str) -> tuple[list[Redirect], dict[str, str]]:
    """The map of a wiki, and the files for all hosts."""
    if name == "garden" and not GARDEN_DUMP.exists():
        pytest.skip("no export to try")
    wiki = WIKIS[name]()
    options = Options(target="hugo", site_url=site_url, redirect_hosts=tuple(HOSTS))
    index = index_site(wiki, options, default_registry()).index
    copied = [f"{index.layout.files}/{file.path}" for file in index.files.all()]
    redirects = redirect_map(wiki, index, copied=copied)
    return list(redirects), told(redirects, index)


ClientOf = Callable[[str, str, str], Client]
"""A client of a server that leads from the old addresses of a wiki to those of a site."""


@pytest.fixture(scope="module")
def servers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="module")
def client_of(servers: ExitStack) -> ClientOf:
    @cache
    def start(server: str, wiki: str, site_url: str) -> Client:
        files = {
            path: text for path, text in site(wiki, site_url)[1].items() if path.startswith("red")
        }
        return servers.enter_context(SERVERS[server](files))

    return start


ROOTS = {"/our wiki", "/wiki"}


def lower_codes(text: str) -> str:
    """The same with ``%c3`` for ``%C3``."""
    parts = text.split("%")
    return "%".join([parts[0], *(part[:2].lower() + part[2:] for part in parts[1:])])


def raw(text: str) -> str:
    """Encoded but for what lies beyond ASCII."""
    return "".join(c if ord(c) > 127 else quote(c, safe="") for c in text)


def in_query(value: str) -> list[str]:
    encoded = [quote_plus(value).replace("~", "%7E"), quote(value, safe=""), raw(value)]
    mixed = raw(value).replace("%20", "+", 1).replace("%2C", ",").replace("%27", "'")
    return list(dict.fromkeys([*encoded, *map(lower_codes, encoded), mixed]))


def in_path(path: str) -> list[str]:
    folder, _, name = path.rpartition("/")
    # A folder is the server's own; only below the wiki was a plus sign a space.
    plus = f"{quote(folder)}/{quote_plus(name) if path not in ROOTS else quote(name)}"
    beyond = "".join(c if ord(c) > 127 else quote(c, safe="/") for c in path)
    encoded = [quote(path, safe="/"), plus]
    return list(dict.fromkeys([*encoded, *map(lower_codes, encoded), beyond]))


def urls_of(redirect: Redirect) -> Iterator[str]:
    """Every way to write every URL of a redirect."""
    spelled = [[f"{name}={text}" for text in in_query(value)] for name, value in redirect.query]
    for path in redirect.paths:
        for written in in_path(path):
            if not redirect.query:
                yield written
                if redirect.titled:
                    yield f"{written}-a-title"
    if redirect.query:
        for path in redirect.paths:
            parts = [texts[0] for texts in spelled]
            yield f"{quote(path)}?{'&'.join(parts)}"
        path = quote(redirect.paths[0], safe="/")
        for texts in zip(*spelled, strict=False):
            yield f"{path}?{'&'.join(texts)}"
            yield f"{path}?lang=fr&{'&'.join(reversed(texts))}&bl=y"


every_wiki = pytest.mark.parametrize(
    ("wiki", "site_url"),
    [
        ("hostile", ""),
        ("hostile", "https://old.example/our%20wiki/"),
        ("harbour", ""),
        ("garden", "https://garden.example/wiki"),
        ("garden", ""),
    ],
)
every_server = pytest.mark.parametrize("server", SERVERS)


@every_wiki
@pytest.mark.parametrize("server", [name for name in SERVERS if name != "htaccess"])
def test_every_old_url_leads_to_its_new_one(
    server: str,
    wiki: str,
    site_url: str,
    client_of: ClientOf,
    record_property: Callable[[str, object], None],
) -> None:
    """Thousands of URLs, and so ``directory`` in place of ``htaccess``, which is asked below."""
    redirects, _ = site(wiki, site_url)
    client = client_of(server, wiki, site_url)
    asked = [
        (url, redirect.target)
        for redirect in redirects
        for url in urls_of(redirect)
        if redirect.target and can(server, redirect, url)
    ]
    answers = [(url, target, client.get(url)) for url, target in asked]
    wrong = [answer for answer in answers if answer[2] != (301, answer[1])]
    record_property("asked", len(asked))
    assert wrong[:9] == [], f"{len(wrong)} of {len(asked)}"
    assert len(asked) > 1000


def can(server: str, redirect: Redirect, url: str) -> bool:
    """Whether a server can do what is asked: all but two things."""
    if server == "worker":
        # A client of Cloudflare's gives a Worker a normalised URL; node's refuses others.
        return url.isascii()
    return server != "caddy" or not set("{}") & set("".join((redirect.shown, *redirect.paths)))


OLD_AND_NEW = [
    ("/tiki-index.php", "/"),
    ("/tiki-index.php?lang=fr", "/"),
    ("/tiki-index.php?page=", "/"),
    ("/HomePage", "/"),
    ("/tiki-index.php?page=Two+words", "/two-words/"),
    ("/tiki-index.php?page=Two%20words&structure=Plain", "/two-words/"),
    ("/tiki-print.php?display=pdf&page=Two-words", "/two-words/"),
    ("/tiki-pagehistory.php?page=Two_words&newver=3&oldver=2", "/two-words/"),
    ("/tiki-index.php?page_id=3", "/two-words/"),
    ("/tiki-index.php?page_ref_id=7", "/two-words/"),
    ("/tiki-index.php?page=Two+words&page_id=2", "/two-words/"),
    ("/Two-words", "/two-words/"),
    ("/wiki-Two+words", "/two-words/"),
    ("/tiki-index.php?page=Old+name", "/plain/"),
    ("/Old-name", "/plain/"),
    ("/tiki-index.php?page=Ancien%2Fnom%3F", "/plain/"),
    ("/tiki-index.php?page=C%2B%2B+firmware", "/c-firmware/"),
    ("/tiki-index.php?page=C++-firmware", "/c-firmware/"),
    ("/C++-firmware", "/c-firmware/"),
    ("/What%3F", "/what/"),
    ("/tiki-index.php?page=50%2525+off", "/50-25-off/"),
    ("/A/B-c", "/a-b-c/"),
    ("/tiki-browse_categories.php?parentId=1", "/categories/boats--more/"),
    ("/tiki-browse_categories.php", "/categories/"),
    ("/cat1", "/categories/boats--more/"),
    ("/cat1-Boats-more", "/categories/boats--more/"),
    ("/tiki-download_file.php?fileId=1&display&x=200", "/files/plan-map.pdf"),
    ("/tiki-download_file.php?name=plan+%26+map.pdf&galleryId=2", "/files/plan-map.pdf"),
    ("/display2", "/files/%C3%9Cberblick-1.png"),
    ("/dl1-plan-map.pdf", "/files/plan-map.pdf"),
]


@every_server
@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW)
def test_known_urls(server: str, old: str, new: str, client_of: ClientOf) -> None:
    assert client_of(server, "hostile", "").get(old) == (301, new)


@every_server
@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/two-words/",
        "/tiki-index.php?page=No+such+page",
        "/tiki-print.php",
        "/tiki-index.php?page_id=999",
        "/tiki-index.php?page_id=3x",
        "/tiki-index.php?xpage=Plain&page=Plainer",
        "/tiki-index.php?page=%00",
        "/tiki-index.php?page=" + "+" * 3000,
        "/cat999-Plain",
        "/login",
        "/image.png",
        "/No-such-page",
        "/constructor",
        "/tiki-index.php?page=constructor",
        "/style.css?page=Plain",
    ],
)
def test_all_else_is_left_alone(server: str, url: str, client_of: ClientOf) -> None:
    status, location = client_of(server, "hostile", "").get(url)
    assert (status // 100 in {2, 4}, location) == (True, "")


@pytest.mark.parametrize("server", ["nginx", "apache", "htaccess", "directory", "worker"])
@pytest.mark.parametrize(
    "old", ["/two-WORDS", "/tiki-index.php?page=TWO+WORDS", "/WIKI-two%20words"]
)
def test_other_case_is_the_same_page(server: str, old: str, client_of: ClientOf) -> None:
    assert client_of(server, "hostile", "").get(old) == (301, "/two-words/")
