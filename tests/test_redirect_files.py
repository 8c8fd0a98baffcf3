"""Files of redirects: what a host's form can say, and which are written for whom."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from web_servers import told

from tiki2md.cli import run
from tiki2md.config import CHOICES, load_file
from tiki2md.config.errors import ConfigError
from tiki2md.diagnostics import Reporter
from tiki2md.model import Wiki
from tiki2md.options import Options
from tiki2md.site.hosts import HOSTS, JSON
from tiki2md.site.index_building import build_index
from tiki2md.site.old_urls import Redirect

if TYPE_CHECKING:
    from pathlib import Path


def many(count: int) -> list[Redirect]:
    return [Redirect(paths=(f"/Page {n}",), target=f"/page-{n}/") for n in range(count)]


def files_of(host: str, redirects: list[Redirect]) -> tuple[dict[str, str], list[str]]:
    reporter = Reporter()
    index = build_index(Wiki(), Options(target="hugo", redirect_hosts=(host,)))
    return told(redirects, index, reporter), [
        diagnostic.message for diagnostic in reporter.diagnostics
    ]


def test_cloudflare_has_limits() -> None:
    long = Redirect(paths=("/" + "é" * 200,), target="/x/")
    files, reported = files_of("cloudflare", [*many(1500), long])
    assert len(files["static/_redirects"].splitlines()) == 2000
    assert all(len(line) <= 1000 for line in files["static/_redirects"].splitlines())
    assert len(reported) == 2
    assert "1000 of 1501 redirects are not in the files for cloudflare" in reported[1]
    assert '"/page 1499"' in files["redirects/cloudflare-worker.js"]


def test_netlify_makes_a_path_of_a_query() -> None:
    redirects = [
        Redirect(paths=("/tiki-index.php",), query=(("page", "A/b: c"),), target="/a/"),
        Redirect(paths=("/tiki-index.php",), target="/"),
        Redirect(paths=("/cat1",), titled=True, target="/c/"),
        Redirect(paths=("/dl1",)),
    ]
    files, reported = files_of("netlify", redirects)
    assert files["static/_redirects"].splitlines()[1:] == [
        "/tiki-index.php page=:value0 /tiki-old/0/:value0 301",
        "/tiki-index.php / 301",
        "/tiki-old/0/A/b%3A%20c /a/ 301",
        "/tiki-old/0/A/b%3A+c /a/ 301",
        "/cat1 /c/ 301",
    ]
    assert len(reported) == 1


def test_json_says_all() -> None:
    redirects = [
        Redirect(paths=("/a", "/b"), query=(("page", 'é "x"'),), target="/x/"),
        Redirect(paths=("/dl1",), titled=True),
    ]
    files, _ = files_of("json", redirects)
    assert json.loads(files["redirects/redirects.json"]) == {
        "version": 1,
        "redirects": [
            {"paths": ["/a", "/b"], "query": {"page": 'é "x"'}, "to": "/x/"},
            {"paths": ["/dl1"], "titled": True, "to": None},
        ],
    }


def test_long_names_get_large_buckets() -> None:
    redirects = [
        Redirect(paths=("/tiki-index.php",), query=(("page", "é" * 150),), target="/x/"),
        Redirect(paths=("/tiki-index.php",), query=(("page", "é" * 400),), target="/y/"),
    ]
    files, reported = files_of("nginx", redirects)
    assert "map_hash_bucket_size 1024;" in files["redirects/nginx-maps.conf"]
    assert [message.partition(":")[2] for message in reported] == [" the name is too long"]


def convert(tmp_path: Path, *flags: str) -> int:
    pages = tmp_path / "pages"
    pages.mkdir(exist_ok=True)
    (pages / "Crab soup.tiki").write_text("!Soup\n", "utf-8")
    return run(["convert", str(pages), "-o", str(tmp_path / "out"), "-q", *flags])


def written(tmp_path: Path) -> list[str]:
    out = tmp_path / "out"
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    return sorted(path for path in found if path.startswith(("redirects/", "static/", "_red")))


def test_nothing_is_written_unasked(tmp_path: Path) -> None:
    assert convert(tmp_path, "-t", "hugo") == 0
    assert written(tmp_path) == []


def test_hosts_are_asked_for_by_flag_or_option(tmp_path: Path) -> None:
    assert convert(tmp_path, "-t", "hugo", "--redirects", "nginx", "--redirects", "netlify") == 0
    files = ["redirects/nginx-maps.conf", "redirects/nginx-server.conf", "static/_redirects"]
    assert written(tmp_path) == files
    assert convert(tmp_path, "-t", "hugo", "--set", "redirect_hosts=json, nginx", "--prune") == 0
    assert written(tmp_path) == [*files[:2], "redirects/redirects.json"]
    assert convert(tmp_path, "-t", "gfm", "--force", "--prune", "--redirects", "netlify") == 0
    assert written(tmp_path) == ["_redirects"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("ngnix", "--redirects: redirect_hosts cannot hold 'ngnix'; did you mean 'nginx'?"),
        ("netlify,cloudflare", "cannot hold both netlify and cloudflare"),
    ],
)
def test_hosts_that_cannot_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str, told: str
) -> None:
    assert convert(tmp_path, "--redirects", value) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_hosts_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "tiki2md.toml"
    path.write_text('redirect_hosts = ["Caddy", "json", "json"]')
    assert load_file(path, ["gfm"]) == {"redirect_hosts": ("caddy", "json")}
    path.write_text("redirect_hosts = [1]")
    with pytest.raises(ConfigError, match=r"must be a list of names, not \[1\]"):
        load_file(path, ["gfm"])


def test_all_hosts_can_be_asked_for() -> None:
    assert set(CHOICES["redirect_hosts"]) == {*HOSTS, JSON}


def test_a_file_that_was_edited_is_kept(tmp_path: Path) -> None:
    assert convert(tmp_path, "-t", "hugo", "--redirects", "json") == 0
    path = tmp_path / "out" / "redirects" / "redirects.json"
    path.write_text("mine")
    assert convert(tmp_path, "-t", "hugo", "--redirects", "json") == 0
    assert path.read_text() == "mine"
