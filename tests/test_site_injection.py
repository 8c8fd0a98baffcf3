"""What people typed as titles and names is text in every file of a site, and ends nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tiki2md.migration import convert_site
from tiki2md.model import Category, Page, Place, Wiki
from tiki2md.options import Options
from tiki2md.render.targets import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = [
    "---", "a\n---\nb", 'x" y', "x' y", "{{ site.x }}", "{% raw %}{% endraw %}", "{% include x %}",
    "{{< figure >}}", "{{% x %}}", "${process.exit(1)}", "`${1}`", "{1+1}", "</script><b>", "-->",
    "]]>", "+++", "!!python/object/apply:os.system [id]", "nul\0l", "a\u2028b\u2029c", "\u202egnp",
    "*alias", "&anchor", "a: b", "# no comment", "[x]: y", "yes", "null", "1e3", "0x1F",
    "2020-01-01",     "\\", "\\u0041", "'''", '"""', "%x", "@x", "a\tb", "\x85", "\ufeff",
    "a\r\nb", "~", "<<", "? x",
]  # fmt: skip
"""What YAML, TOML, JSON, JavaScript, Liquid, Hugo, MDX, XML and web servers have for marks."""


class _Loader(yaml.SafeLoader):
    """Refuses any tag but those that a configuration of MkDocs has."""


_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:material.", lambda *_: "")
_Loader.add_multi_constructor("tag:yaml.org,2002:python/object/apply:pymdownx.", lambda *_: "")


def hostile() -> Wiki:
    pages = [
        Page(
            name=f"P{number} {text}", page_id=number,
            source=f"{text}\n\n!{text}\n\n{{CODE()}}{text}{{CODE}}",
            description=text, creator=text, last_editor=text, tags=[text], keywords=text,
            categories=[number], aliases=[f"A{number} {text}"],
        )
        for number, text in enumerate(TEXTS, 2)
    ]  # fmt: skip
    home = Page(name="HomePage", page_id=1, source="home")
    everything = [home, *pages]
    places = {
        page.page_id: Place(
            place_id=page.page_id, page=page.name, parent_id=0 if page is home else 1,
            position=page.page_id, label=page.description,
        )
        for page in everything
    }  # fmt: skip
    return Wiki(
        pages=everything,
        places=places,
        categories={
            page.page_id: Category(category_id=page.page_id, name=page.description)
            for page in pages
        },
        preferences={"browsertitle": "".join(TEXTS), "sitetitle": "".join(TEXTS)},
    )


def front_matter_of(text: str) -> Any:
    _, head, _ = text.split("---\n", 2)
    return yaml.safe_load(head)


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_file_holds_what_was_typed_as_text(tmp_path: Path, target: str) -> None:
    hosts = ("nginx", "apache", "netlify", "caddy", "json")
    wiki = hostile()
    summary = convert_site(wiki, Options(target=target, redirect_hosts=hosts), tmp_path)
    assert not summary.failed
    read = 0
    for path in sorted(tmp_path.rglob("*")):
        if not path.is_file():
            continue
        text = path.read_text("utf-8")
        if path.suffix == ".toml":
            tomllib.loads(text)
        elif path.suffix in {".yml", ".yaml"}:
            yaml.load(text, _Loader)  # noqa: S506
        elif path.suffix == ".json":
            json.loads(text)
        elif path.suffix == ".js" and (node := shutil.which("node")):
            subprocess.run([node, "--check", path], check=True, capture_output=True)
        else:
            continue
        read += 1
    assert read
    if target in {"gfm", "commonmark"}:
        return  # no front matter
    heads = [front_matter_of((tmp_path / path).read_text("utf-8")) for path in summary.written]
    said = {" ".join(str(head.get("description", "")).split()) for head in heads}
    lost = [text for text in TEXTS if " ".join(text.split()) not in said]
    assert set(lost) <= {"nul\0l", "\ufeff"}  # of which YAML has neither
