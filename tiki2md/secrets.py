"""What a page should perhaps not tell the world: passwords, keys, addresses of people.

A wiki behind a login becomes a public site more easily than anybody thinks.  What readers saw is
not taken out; it is reported with its place, never in full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every repetition has a limit, and every pattern begins with what is rare or is tried only
# where a rare word is: linear on any text, and quick on most.
_IN_ADDRESS = re.compile(r"://[^\s/:@\"'<>\[\]|]{1,80}:([^\s/@\"'<>\[\]|]{1,80})@[\w.-]")
"""``mysql://user:password@host``, as in ``{DBREPORT(dsn=…)}``."""
_NAMED = re.compile(
    r"(?i)(?:passw(?:or)?d|passphrase|pass_tiki|(?:api|secret|private|access)[_-]?key"
    r"|(?:access|auth|api)[_-]?token|client[_-]?secret)[\w]{0,20}"
    r"(?:[\"']?\]?\s{0,4}(?:=>?|:=?)\s{0,4}|[\"']\s{0,4},\s{0,4})"
    r"(?:\"([^\"\n]{4,80})\"|'([^'\n]{4,80})'|([^\s\"'<>|,;(){}\[\]]{6,80}))"
)
"""``$pass_tiki = 'x'``, ``define('DB_PASSWORD', 'x')``, ``api_key: x``."""
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----")
_KEY_OF_A_SERVICE = re.compile(
    r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[A-Za-z0-9-]{10,80}"
    r"|sk_live_[A-Za-z0-9]{10,80}|AIza[\w-]{35})(?![\w-])"
)
"""Keys that tell their service by how they begin."""
_AT_HOST = re.compile(r"@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w@-])")
_BEFORE_AT = re.compile(r"[\w+-][\w.+-]{0,63}\Z")
_LONGEST_BEFORE_AT = 64
_IP = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![\w-]|\.[0-9])")
_NAMES = ("passw", "passphrase", "pass_tiki", "key", "token", "client")
"""One of them is in all that ``_NAMED`` finds."""
_SERVICES = ("AKIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "xox", "sk_live_", "AIza")
"""One of them is in all that ``_KEY_OF_A_SERVICE`` finds."""

_PLACEHOLDER = re.compile(
    r"(?i)[x*.#?_-]+|[$<{%(].*|.*(?:passw|secret|your|example|changeme).*|none|null|true|false"
)
"""What samples have in the place of a password."""
_NO_ENDINGS = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "example", "invalid", "test"})
_NO_HOSTS = re.compile(r"example\.(?:com|net|org)|(?:domain|email)\.com|x{2,}\..*")


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that was found.

    Attributes:
        code: of the finding that it is.
        span: where, in offsets of the text.
        shown: what may be said of it.
    """

    code: Code
    span: tuple[int, int]
    shown: str


def secrets_in(text: str) -> list[Secret]:
    """All that is in ``text``, in its order; nothing is told twice."""
    found: list[Secret] = []
    end = 0
    for secret in sorted(_all(text), key=lambda secret: (secret.span[0], -secret.span[1])):
        if secret.span[0] >= end:
            found.append(secret)
            end = secret.span[1]
    return found


def without_secrets(text: str) -> str:
    """``text`` with an ellipsis for each secret."""
    parts: list[str] = []
    end = 0
    for secret in secrets_in(text):
        start, stop = secret.span
        parts += (text[end:start], "…")
        end = stop
    return "".join([*parts, text[end:]])


def report_secrets(source: str, reporter: Reporter) -> None:
    """Report the secrets of a page: each password, and how many addresses there are.

    Args:
        source: of the page.
        reporter: of the page.
    """
    addresses: dict[Code, list[Secret]] = {}
    for secret in secrets_in(source):
        if secret.code is Code.SECRET_PASSWORD:
            reporter.report(secret.code, secret.span, what=secret.shown)
        else:
            addresses.setdefault(secret.code, []).append(secret)
    for code, secrets in addresses.items():
        first = secrets[0]
        reporter.report(code, first.span, count=len(secrets), first=first.shown)


def _all(text: str) -> Iterator[Secret]:
    for match in _IN_ADDRESS.finditer(text):
        if not _PLACEHOLDER.fullmatch(match[1]):
            yield _password(match, "a password in an address")
    yield from _named(text)
    for match in _PRIVATE_KEY.finditer(text):
        yield _password(match, "a private key")
    if any(start in text for start in _SERVICES):
        for match in _KEY_OF_A_SERVICE.finditer(text):
            yield _password(match, "a key of a service")
    yield from _emails(text)
    yield from _addresses(text)


def _named(text: str) -> Iterator[Secret]:
    lower = text.lower()
    if not any(name in lower for name in _NAMES):
        return
    for match in _NAMED.finditer(text):
        quoted, bare = match[1] or match[2], match[3]
        if not _PLACEHOLDER.fullmatch(quoted or bare) and (quoted or _is_random(bare)):
            yield _password(match, "a password or key with its name")


def _password(match: re.Match[str], what: str) -> Secret:
    return Secret(Code.SECRET_PASSWORD, match.span(), what)


def _is_random(value: str) -> bool:
    """Whether an unquoted value is no word: prose says "password: mandatory", too."""
    return any(c.isdigit() for c in value) and any(c.isalpha() for c in value)


def _emails(text: str) -> Iterator[Secret]:
    for match in _AT_HOST.finditer(text):
        host, at = match[1].lower(), match.start()
        name = _BEFORE_AT.search(text, max(0, at - _LONGEST_BEFORE_AT), at)
        if name is None or host.rpartition(".")[2] in _NO_ENDINGS or _NO_HOSTS.fullmatch(host):
            continue
        span = name.start(), match.end()
        yield Secret(Code.SECRET_EMAIL, span, f"{name[0][0]}…@{match[1]}")


def _addresses(text: str) -> Iterator[Secret]:
    for match in _IP.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if before.isalnum() or before in {".", "-", "_"}:
            continue  # A part of a version, or of a name.
        try:
            address = IPv4Address(match[0])
        except AddressValueError:
            continue
        # Of a network of one's own, of documentation, or a mask: those say nothing of anybody.
        if address.is_global and not address.is_multicast:
            first, _, _ = match[0].partition(".")
            yield Secret(Code.SECRET_IP, match.span(), f"{first}.…")
