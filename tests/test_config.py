"""A configuration that cannot be used is told of: the file, the key, and what would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tiki2md.cli.convert import command as convert
from tiki2md.config import (
    FLAGS_OF_OPTIONS,
    MERE_FLAGS,
    ConfigError,
    from_assignments,
    known_keys,
    load_file,
)
from tiki2md.config.job import JOB_KEYS
from tiki2md.render import TARGETS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('target = "hugoo"', "target cannot be 'hugoo'; did you mean 'hugo'?"),
        ('target = "word"', "target cannot be 'word'; it is one of gfm, commonmark, hugo"),
        ("target = 3", "target must be text, not 3"),
        ('Target = "hugo"', "there is no option 'Target'; did you mean 'target'?"),
        ('sources = "a"', "there is no option 'sources'; did you mean 'source'?"),
        ('[plugin]\nBOX = "drop"', "there is no option 'plugin'; did you mean 'plugins'?"),
        ('[[ignores]]\ncode = "x"', "there is no option 'ignores'; did you mean 'ignore'?"),
        ('[plugins]\nBOX = "dropp"', "plugin BOX cannot be 'dropp'; did you mean 'drop'?"),
        ('[plugins]\n"a b" = "drop"', "'a b' is no plugin name"),
        ("[plugins.templates]\nBOX = 1", "the template of plugin BOX must be text"),
        ("[line_breaks]\nx = 1", "line_breaks must be text, not {'x': 1}"),
        ('smileys = "yes"', "smileys must be true or false, not 'yes'"),
        ('redirect_hosts = ["ngnix"]', "redirect_hosts cannot hold 'ngnix'; did you mean 'nginx'?"),
        ('plugin_files = "a.py"', "plugin_files must be a list of paths"),
        ('[ignore]\ncode = "x"', "write each ignore as a table: [[ignore]]"),
        ('[[ignore]]\ncod = "x"', "ignore 1: there is no key 'cod'; did you mean 'code'?"),
        ('[rewrite]\ntext = "x"', "write each rewrite as a table: [[rewrite]]"),
        ('[[rewrite]]\ntexts = "x"', "rewrite 1: there is no key 'texts'; did you mean 'text'?"),
        ("[[rewrite]]\ntext = 1", "rewrite 1: text must be text, not 1"),
        ('[[rewrite]]\nregex = "yes"', "rewrite 1: regex must be true or false, not 'yes'"),
        ('[[rewrite]]\nwith = "x"', "rewrite 1: it needs either text or link: what is replaced"),
        ('[[rewrite]]\ntext = ""\nwith = "x"', "rewrite 1: it needs either text or link"),
        (
            '[[rewrite]]\ntext = "x"\nlink = "y"\nwith = ""',
            "rewrite 1: it needs either text or link",
        ),
        ('[[rewrite]]\ntext = "x"', 'rewrite 1: it needs with: what takes its place, or ""'),
        (
            "[[rewrite]]\ntext = '('\nwith = ''\nregex = true",
            "rewrite 1: '(' is no regular expression at character 1: missing )",
        ),
        (
            "[[rewrite]]\ntext = 'x*'\nwith = ''\nregex = true",
            "rewrite 1: 'x*' matches where there is nothing, so everywhere",
        ),
        (
            "[[rewrite]]\ntext = 'x'\nwith = '\\1'\nregex = true",
            r"rewrite 1: with = '\\1' does not go with 'x': invalid group reference 1",
        ),
        (
            "[[rewrite]]\ntext = 'x'\nwith = '\\g<y>'\nregex = true",
            r"rewrite 1: with = '\\g<y>' does not go with 'x': unknown group name 'y'",
        ),
        ('assets = "all"', "there is no option 'assets'; --assets is the option 'copy_files'"),
        (
            "no-scaffold = true",
            "there is no option 'no-scaffold'; write it behind the command: --no",
        ),
        (
            '[plugins]\nline_breaks = "soft"',
            "line_breaks stands below [plugins]; write it above all",
        ),
        ('[authors]\ntarget = "hugo"', "target stands below [authors]; write it above all tables"),
        ("[authors]\nlastmod = false", "lastmod stands below [authors]; write it above all tables"),
        ('rewrites = "x"', "there is no option 'rewrites'; did you mean 'rewrite'?"),
        (
            'missing_links = "drop"',
            "missing_links cannot be 'drop'; it is one of text, link, stub, error",
        ),
        ("site_url = 1", "site_url must be text, not 1"),
        ("output = 1", "output must be the path of a folder, not 1"),
        ('line_breaks = "soft"\ntarget =\n', "not valid TOML: Invalid value (at line 2,"),
        ('[plugins\nBOX = "drop"', "not valid TOML: "),
        (f"x = {'1' * 5000}", "not valid TOML: "),
        (f"x = {'[' * 5000}", "not valid TOML: "),
    ],
)
def test_the_key_and_what_would_do(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "tiki2md.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as error:
        load_file(path, TARGETS)
    assert str(error.value).startswith(f"{path}: {says}")
    assert "\n" not in str(error.value)


def test_a_login_may_be_called_as_an_option_is(tmp_path: Path) -> None:
    path = tmp_path / "tiki2md.toml"
    path.write_text('[authors]\ntarget = "Ann Target"\n[plugins]\nFILES = "drop"\n', "utf-8")
    assert load_file(path, TARGETS)["authors"] == (("target", "Ann Target"),)


def test_every_flag_is_an_option_or_none() -> None:
    flags = {max(each.opts, key=len)[2:].replace("-", "_") for each in convert.params[1:]}
    known = {*known_keys(), *JOB_KEYS, *FLAGS_OF_OPTIONS, *MERE_FLAGS, "site_url"}
    assert flags - known == {"config", "set", "help"} & flags
    assert MERE_FLAGS - flags == set()


def test_pyproject(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[tool.tiki2md]\nline_brakes = "soft"\n', "utf-8")
    with pytest.raises(ConfigError, match="no option 'line_brakes'; did you mean 'line_breaks'"):
        load_file(path, TARGETS)
    path.write_text('[tool.tiki2md]\nsource = "wiki.sql"\n\n[tool.other]\nx = 1\n', "utf-8")
    assert load_file(path, TARGETS)["job"].sources == (str(tmp_path / "wiki.sql"),)
    path.write_text("[tool]\ntiki2md = 3\n", "utf-8")
    with pytest.raises(ConfigError, match=r"tool\.tiki2md must be a table"):
        load_file(path, TARGETS)


def test_what_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "tiki2md.toml"
    with pytest.raises(ConfigError, match="No such file"):
        load_file(path, TARGETS)
    path.write_bytes(b'output = "caf\xe9"\n')
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_file(path, TARGETS)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("ftp://a.example/", "'ftp://a.example/' is no address on the web; write it as https://"),
        ("https://", "'https://' is no address; write it as https://wiki.example.org/"),
        ("our wiki", "'our wiki' is no address"),
        ("a.example/our wiki", "'a.example/our wiki' is no address"),
        ("https://a.example:port/", "'https://a.example:port/' is no address (Port"),
        ("https://[::1", "'https://[::1' is no address (Invalid IPv6 URL)"),
        ("https://ada:pw@a.example/", "it holds the name of a user; write it as"),
        (
            "https://a.example/w/tiki-index.php",
            "'https://a.example/w/tiki-index.php' is the address of one page; that of the wiki may",
        ),
        ("a.example?page=Home", "'a.example?page=Home' is the address of one page; that of the"),
    ],
)
def test_what_is_no_address_of_a_wiki(given: str, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        from_assignments([f"site_url={given}"], TARGETS)
    assert str(error.value).startswith(f"--set: site_url: {says}")
    assert "pw@" not in str(error.value)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://wiki.example.org/", "https://wiki.example.org/"),
        ("https://wiki.example.org", "https://wiki.example.org/"),
        ("wiki.example.org", "https://wiki.example.org/"),
        ("wiki.example.org/tiki", "https://wiki.example.org/tiki/"),
        ("//wiki.example.org/", "https://wiki.example.org/"),
        ("  HTTP://wiki.example.org:8080//  ", "http://wiki.example.org:8080/"),
        ("localhost:8080", "https://localhost:8080/"),
        ("http://[::1]:8080/wiki", "http://[::1]:8080/wiki/"),
        ("https://example.org/our%20wiki", "https://example.org/our%20wiki/"),
        ("https://münchen.example", "https://münchen.example/"),
        ("", ""),
    ],
)
def test_the_address_of_the_wiki(given: str, read: str, tmp_path: Path) -> None:
    path = tmp_path / "tiki2md.toml"
    path.write_text(f'site_url = "{given}"\n', "utf-8")
    assert load_file(path, TARGETS)["site_url"] == read
