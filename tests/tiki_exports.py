"""Tiki's own exports of pages, made as Tiki makes them (tiki-exports §5.2, §5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Old:
    """A version of a page, as a test wants it."""

    number: int
    text: str
    user: str = "bob"
    modified: int = 1_700_000_000
    comment: str = ""
    description: str = ""


def part(name: str, version: Old, hits: int | None = None) -> str:
    """A part: its header and its text."""
    values = {
        "pagename": quote(name, safe="~"),
        "flags": "",
        "author": quote(version.user, safe="~"),
        "version": str(version.number),
        "lastmodified": str(version.modified),
        "author_id": "192.0.2.1",
        "summary": quote(version.comment, safe="~"),
        **({} if hits is None else {"hits": str(hits)}),
        "description": quote(version.description, safe="~"),
    }
    lines = ["Content-Type: application/x-tikiwiki;"]
    lines += [f"  {key}={value or chr(34) * 2};" for key, value in values.items()]
    lines += ["  charset=utf-8", "Content-Transfer-Encoding: binary", ""]
    body = [line.rstrip() for line in version.text.split("\n")]
    return "".join(f"{line}\r\n" for line in lines + body)


def mime(name: str, *versions: Old, boundary: int = 1) -> bytes:
    """An export of a page, the newest version first; of one version if there is one only."""
    current, *_ = versions
    head = "Date: Sun, 22 Nov 2026 01:13:33 %+0000\r\nMime-Version: 1.0 (Produced by Tiki)\r\n"
    if len(versions) == 1:
        return (head + part(name, current, hits=7)).encode()
    delimiter = f"=_multipart_boundary_{boundary}"
    head += f'Content-Type: multipart/mixed;\r\n  boundary="{delimiter}"\r\n\r\n'
    parts = [part(name, current, hits=7), *(part(name, version) for version in versions)]
    text = "".join(f"--{delimiter}\r\n{each}\r\n" for each in parts)
    return f"{head}{text}--{delimiter}--\r\n".encode()


def html(name: str, body: str, home: str = "HomePage") -> bytes:
    """A page of the dump of rendered HTML."""
    return (
        f"<html><head><title>{name}</title></head><body><a class='wiki' href='{home}.html'>home</a>"
        f"<br /><h1>{name}</h1><div class='wikitext'>{body}</div></body></html>"
    ).encode()


def tar(*members: tuple[str, bytes], modified: int = 1_700_000_000) -> bytes:
    """An archive; a name that is too long shifts the rest of its header, as Tiki's do."""
    return b"".join(tar_member(name, data, modified) for name, data in members) + bytes(512)


def tar_member(name: str, data: bytes, modified: int = 1_700_000_000) -> bytes:
    header = name.encode().ljust(100, b"\0")
    header += b"0000666\0" + b"0000000\0" * 2 + b"%011o " % len(data) + b"%011o " % modified
    header += b" " * 8 + b"0" + bytes(100) + b"ustar  \0"
    header += bytes(512 - len(header)) if len(header) < 512 else b""
    header = header.ljust(512 + max(len(name.encode()) - 100, 0), b"\0")
    total = sum(header[:512]) - sum(header[148:156]) + 8 * 32
    header = header[:148] + b"%06o\0 " % total + header[156:]
    return header + data + bytes(-len(data) % 512)
