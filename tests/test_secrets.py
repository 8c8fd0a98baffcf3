"""What a page should perhaps not tell the world is found, and not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tiki2md.diagnostics import Code, Reporter
from tiki2md.inspection import inspect_wiki
from tiki2md.migration import convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.secrets import report_secrets, secrets_in

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD, EMAIL, IP = Code.SECRET_PASSWORD, Code.SECRET_EMAIL, Code.SECRET_IP


@pytest.mark.parametrize(
    "text",
    [
        "Passwords must be long. Your password: required. password is set",
        "password = ********** or password=<yours> or password = 'changeme'",
        "passwort mysql://user:password@host/db http://user:xxx@host ftp://a:$PASS@b",
        "http://host:8080/a@b",
        "pass_tiki",
        "logo@2x.png __a@b__ user@localhost me@example.com @home a@b.c",
        "version 1.2.3.4.5 10.0.0.1 192.168.1.1 127.0.0.1 255.255.255.0 300.1.1.1 v8.8.8.8",
        "0.0.0.0 192.0.2.7 1.2.3 8.8.8.8-rc",
        "-----BEGIN PUBLIC KEY-----",
        "AKIA is how they begin",
        "api_key: {{key}} token",
    ],
)
def test_what_is_no_secret(text: str) -> None:
    assert [secret.shown for secret in secrets_in(text)] == []


@pytest.mark.parametrize(
    ("text", "code", "shown", "part"),
    [
        ('{DBREPORT(dsn="mysql://tim:h4rb0ur@db/x")}', PASSWORD, "a password in an address", "tim"),
        ("$pass_tiki = 'hunter two';", PASSWORD, "a password or key with its name", "hunter two"),
        ("$pass_tiki='h4rb0urh4rb0ur';", PASSWORD, "a password or key with its name", "h4rb"),
        ("define('DB_PASSWORD', 'Tr0ub4dor')", PASSWORD, "a password or key", "Tr0ub4dor"),
        ("api-key: 9f8e7d6c5b4a", PASSWORD, "a password or key with its name", "9f8e7d6c5b4a"),
        ("Password: Tr0ub4dor", PASSWORD, "a password or key with its name", "Tr0ub4dor"),
        ("-----BEGIN RSA PRIVATE KEY-----", PASSWORD, "a private key", "RSA"),
        ("x ghp_" + "a1B2" * 9, PASSWORD, "a key of a service", "ghp_"),
        ("AKIAABCDEFGHIJKLMNOP", PASSWORD, "a key of a service", "AKIA"),
        ("Write to ann.o@mail.harbour.museum.", EMAIL, "a…@mail.harbour.museum", "ann"),
        ("[mailto:ann@harbour.museum|Ann]", EMAIL, "a…@harbour.museum", "ann"),
        ("at 8.8.4.4.", IP, "8.…", "8.8.4.4"),
        ("(8.8.4.4:80)", IP, "8.…", "8.8.4.4"),
    ],
)
def test_what_is_one(text: str, code: Code, shown: str, part: str) -> None:
    (secret,) = secrets_in(text)
    assert secret.code is code
    assert secret.shown.startswith(shown)
    assert part in text[slice(*secret.span)]


def test_nothing_is_told_twice_or_in_full() -> None:
    source = "a@harbour.museum\nb@harbour.museum 8.8.4.4\nmysql://tim:h4rb0ur@mail.harbour.museum"
    reporter = Reporter(page="P", source=source)
    report_secrets(source, reporter)
    assert [(found.code, found.line) for found in reporter.diagnostics] == [
        (PASSWORD, 3),
        (EMAIL, 1),
        (IP, 2),
    ]
    messages = " ".join(found.message for found in reporter.diagnostics)
    assert "(2), as a…@harbour.museum" in messages
    for secret in ("h4rb0ur", "a@harbour", "8.8.4.4"):
        assert secret not in messages


def test_converting_and_inspecting_tell_the_same(tmp_path: Path) -> None:
    pages = [
        Page(name="A", source="ann@harbour.museum bob@harbour.museum", page_id=1),
        Page(name="B", source="$password = 'Tr0ub4dor'; 8.8.4.4", page_id=2),
        Page(name="C", source="ann@harbour.museum", page_id=3, hidden="only staff"),
    ]
    counted = inspect_wiki(Wiki(pages=pages), Options())
    assert counted.secrets == {
        "B": {"secret-password": 1, "secret-ip": 1},
        "A": {"secret-email": 2},
    }
    summary = convert_site(Wiki(pages=pages), Options(), tmp_path)
    assert dict(counted.codes) == summary.counts()


def test_a_post_of_the_same_name_hides_no_secret() -> None:
    page = Page(name="News", source="$password = 'Tr0ub4dor'; ann@harbour.museum", page_id=1)
    post = Page(name="News", source="bob@harbour.museum", page_id=1, kind="article")
    counted = inspect_wiki(Wiki(pages=[page], others=[post]), Options())
    assert counted.secrets == {"News": {"secret-password": 1, "secret-email": 2}}


@pytest.mark.parametrize(
    "part",
    ["a@", "@a.", "http://", "x://y:", "password", "password=", "password='a", "1.", "a.", "'"],
)
def test_no_text_holds_it_up(part: str) -> None:
    text = part * (300_000 // len(part))
    assert len(secrets_in(text)) < len(text)
