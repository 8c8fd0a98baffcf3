"""What authors wrote is looked for in built sites: benchmarks/shown.py proves nothing otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shown import not_shown

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '~np~a &lt; {b}~/np~ {CODE(colors="x")}\nif c:\n    d{CODE} {img src="e.png" alt="f & g"}'
SHOWN = (
    "<h1>Page</h1><p>a &lt; {b}</p><pre>if <b>c</b>:\n  d</pre>"
    '<img src="e.png" alt="f &amp; g"><script>h</script>'
)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        (("", ""), []),
        (("{b}", ""), ["Page: a < {b}"]),
        (("</b>:", "</b>"), ["Page: \nif c:\n    d"]),
        ((' alt="f &amp; g"', ""), ["Page: alt=f & g"]),
        (("<h1>Page</h1>", "<script>Page</script>"), ["Page: Page"]),
    ],
)
def test_what_no_page_shows_is_told(
    change: tuple[str, str], missing: list[str], tmp_path: Path
) -> None:
    export, public = tmp_path / "Page.tiki", tmp_path / "public"
    export.write_text(SOURCE, "utf-8")
    public.mkdir()
    (public / "index.html").write_text(SHOWN.replace(*change), "utf-8")
    assert not_shown(export, public) == missing
