"""Real web servers on a free port of this machine, with a folder for all that they write."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tiki2md.diagnostics import Reporter
from tiki2md.site.hosts import redirect_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tiki2md.site.index import SiteIndex
    from tiki2md.site.old_urls import Redirect

NGINX = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    keepalive_requests 1000000;
    keepalive_timeout 600;
    include {folder}/redirects/nginx-maps.conf;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/site;
        include {folder}/redirects/nginx-server.conf;
    }}
}}
"""

APACHE = """\
ServerRoot {folder}
ServerName localhost
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule rewrite_module {modules}/mod_rewrite.so
User #{nobody}
Group #{nobody}
MaxKeepAliveRequests 0
KeepAliveTimeout 600
DocumentRoot {folder}/site
"""

APACHE_CONFIGURATION = """\
<VirtualHost *:{port}>
Define TIKI_REDIRECTS {folder}/redirects/apache-map.txt
Include {folder}/redirects/apache.conf
</VirtualHost>
"""

APACHE_HTACCESS = """\
AllowEncodedSlashes On
<Directory {folder}/site>
AllowOverride All
</Directory>
"""

APACHE_DIRECTORY = """\
AllowEncodedSlashes On
<Directory {folder}/site>
Include {folder}/redirects/apache.htaccess
</Directory>
"""

CADDY = """\
{{
    admin off
    auto_https off
    storage file_system {folder}/storage
}}
http://:{port} {{
    bind 127.0.0.1
    root * {folder}/site
    import {folder}/redirects/redirects.caddy
    file_server
}}
"""

_APACHE_MODULES = Path("/usr/lib/apache2/modules")
_NOBODY = 65534


def told(
    redirects: Sequence[Redirect], index: SiteIndex, reporter: Reporter | None = None
) -> dict[str, str]:
    """What the hosts of a site are told: the texts of files, by their paths."""
    files = redirect_files(redirects, index, reporter or Reporter())
    return {path: "".join(pieces) for path, pieces in files.items()}


class Client:
    """Asks a server, one request after another on one connection while that lasts."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.connect()

    def connect(self) -> None:
        self._connection = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        self._reader = self._connection.makefile("rb")

    def close(self) -> None:
        self._reader.close()
        self._connection.close()

    def get(self, target: str) -> tuple[int, str]:
        """The status and the path of the ``Location`` of an answer to ``target`` as it is."""
        request = f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        self._connection.sendall(request.encode())
        head = []
        while line := self._reader.readline().rstrip(b"\r\n"):
            head.append(line.decode("latin-1"))
        assert head, f"no answer to {target}"
        headers = {
            name.lower(): value.strip() for name, _, value in (h.partition(":") for h in head[1:])
        }
        self._reader.read(int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close":
            self.close()
            self.connect()
        location = re.sub(
            r"^https?://(?:localhost|127\.0\.0\.1)(?::\d+)?(?=/)", "", headers.get("location", "")
        )
        return int(head[0].split()[1]), location


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[Client]:
    with (folder / "output.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env={"HOME": str(folder)}
        )
    client = None
    try:
        client = _connected(process, folder, port)
        yield client
    finally:
        if client is not None:
            client.close()
        process.terminate()
        process.wait(timeout=30)


def _connected(process: subprocess.Popen[bytes], folder: Path, port: int) -> Client:
    while True:
        with suppress(ConnectionRefusedError):
            return Client(port)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.02)
            said = "".join(path.read_text() for path in folder.glob("*.log"))
            pytest.fail(f"{process.args} ended: {said}")


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@contextmanager
def _folder(files: Mapping[str, str]) -> Iterator[Path]:
    """A folder that a server started by root can read as somebody else, too."""
    with TemporaryDirectory(prefix="tiki2md-server-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "site").mkdir()
        (folder / "redirects").mkdir()
        for path, text in files.items():
            (folder / path).write_text(text, "utf-8")
        yield folder


@contextmanager
def nginx(files: Mapping[str, str]) -> Iterator[Client]:
    """nginx with both files of the host included."""
    program, port = _program("nginx"), _free_port()
    with _folder(files) as folder:
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        command = [program, "-p", f"{folder}", "-c", f"{folder}/nginx.conf", "-e", "error.log"]
        with _running(command, folder, port) as client:
            yield client


@contextmanager
def apache(files: Mapping[str, str]) -> Iterator[Client]:
    """Apache with the map in its configuration."""
    with _apache(files, APACHE_CONFIGURATION) as client:
        yield client


@contextmanager
def htaccess(files: Mapping[str, str]) -> Iterator[Client]:
    """Apache that reads a file in the root of the site."""
    moved = {"site/.htaccess": files["redirects/apache.htaccess"]}
    with _apache(moved, APACHE_HTACCESS) as client:
        yield client


@contextmanager
def directory(files: Mapping[str, str]) -> Iterator[Client]:
    """Apache that has read the same file for the same folder, but once and not for each request.

    That makes a request thirty times as fast, and is all the difference.
    """
    with _apache(files, APACHE_DIRECTORY) as client:
        yield client


@contextmanager
def _apache(files: Mapping[str, str], more: str) -> Iterator[Client]:
    program, port = _program("apache2"), _free_port()
    with _folder(files) as folder:
        text = (APACHE + more).format(
            folder=folder, port=port, modules=_APACHE_MODULES, nobody=_NOBODY
        )
        (folder / "apache.conf").write_text(text)
        command = [program, "-f", f"{folder}/apache.conf", "-DFOREGROUND"]
        with _running(command, folder, port) as client:
            yield client


@contextmanager
def caddy(files: Mapping[str, str]) -> Iterator[Client]:
    """Caddy with the file imported."""
    program, port = _program("caddy"), _free_port()
    with _folder(files) as folder:
        (folder / "Caddyfile").write_text(CADDY.format(folder=folder, port=port))
        command = [program, "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]
        with _running(command, folder, port) as client:
            yield client


_WORKER_SERVER = """\
import worker from "./worker.mjs";
import { createServer } from "node:http";

const elsewhere = { ASSETS: { fetch: async () => new Response(null, { status: 404 }) } };
const server = createServer(async (request, answer) => {
  const asked = new Request(`http://localhost${request.url}`);
  const { status, headers } = await worker.fetch(asked, elsewhere);
  answer.writeHead(status, { ...Object.fromEntries(headers), "content-length": "0" }).end();
});
server.keepAliveTimeout = 600_000;
server.listen(PORT, "127.0.0.1");
"""


@contextmanager
def worker(files: Mapping[str, str]) -> Iterator[Client]:
    """The Worker for Cloudflare, in node."""
    program, port = _program("node"), _free_port()
    with _folder({"worker.mjs": files["redirects/cloudflare-worker.js"]}) as folder:
        (folder / "server.mjs").write_text(_WORKER_SERVER.replace("PORT", str(port)))
        with _running([program, f"{folder}/server.mjs"], folder, port) as client:
            yield client


SERVERS = {
    "nginx": nginx,
    "apache": apache,
    "htaccess": htaccess,
    "directory": directory,
    "caddy": caddy,
    "worker": worker,
}
