"""XML exports as Tiki writes them, for tests."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def page_xml(name: str, inside: str = "", *, lang: str = "en", modified: int = 20) -> str:
    """What Tiki's template writes for a page; ``inside`` comes after its own data."""
    once = escape(name)
    return f"""<page zip="{once}/{once}">
<name><![CDATA[{once}]]></name>
<description><![CDATA[About &quot;{once}&quot;]]></description><creator><![CDATA[rosa]]></creator>
<user><![CDATA[tom &amp; jo]]></user>
<lang>{lang}</lang><is_html>0</is_html>
<wysiwyg>n</wysiwyg>
<created>10</created>
<lastModif>{modified}</lastModif>
<hits>7</hits>
{inside}
</page>
"""


def pages_xml(*pages: str) -> str:
    """The list of some pages."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n<pages>\n' + "".join(pages) + "</pages>\n"


def version_xml(page: str, number: int, modified: int = 20) -> str:
    """An entry of a history."""
    return f"""    <version version="{number}" zip="{escape(page)}/history/{number}.txt">
        <user><![CDATA[ines]]></user>
        <comment><![CDATA[so &lt; that]]></comment>        <lastModif>{modified}</lastModif>
    </version>
"""


def attachment_xml(page: str, number: int, filename: str, size: int) -> str:
    """An entry of the attachments; Tiki does not escape the name of the member."""
    return f"""    <attachment filename="{escape(filename)}" attId="{number}" \
zip="{page}/attachments/{number}">
        <filesize>{size}</filesize>
        <filetype>image/png</filetype>
        <user><![CDATA[ines]]></user>
        <comment><![CDATA[Plan &amp; bed]]></comment>        <created>15</created>
    </attachment>
"""


@dataclass
class Export:
    """Members of an export to be packed.  A source is a member like any other."""

    members: dict[str, bytes] = field(default_factory=dict)
    method: int = zipfile.ZIP_DEFLATED

    def page(self, name: str, source: str | bytes) -> Export:
        raw = source.encode() if isinstance(source, str) else source
        self.members[f"{name}/{name}"] = raw
        return self

    def listed(self, xml: str | bytes) -> Export:
        """Add the list, which Tiki writes last."""
        self.members["wiki.xml"] = xml.encode() if isinstance(xml, str) else xml
        return self

    def packed(self) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", self.method) as archive:
            for name, raw in self.members.items():
                archive.writestr(name, raw)
        return file.getvalue()

    def write(self, path: Path) -> Path:
        path.write_bytes(self.packed())
        return path


def home(source: str = "moss") -> Export:
    """An export of one page."""
    return Export().page("Home", source).listed(pages_xml(page_xml("Home")))
