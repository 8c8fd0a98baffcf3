"""Tiki markup that Markdown still shows outside code: counts the pages, and shows each place.

python benchmarks/leftovers.py SRC [TARGET]

SRC is anything that ``tiki2md convert`` reads.  Exits with 1 when a page in fifty is found.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tiki2md.diagnostics import Reporter
from tiki2md.options import Options, with_values
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.readers import options_from_preferences, read_sources

LEFT = re.compile(
    r"\{/?[A-Z][A-Z0-9]+[(}]|\{[a-z]+ [a-zA-Z]+=|\(\(|~/?(?:np|pp|tc|hc)~|\|\||%%%", re.ASCII
)
# What is no text: comments, fenced and indented code, code spans, and addresses.
NO_TEXT = re.compile(
    r"<!--.*?-->"
    r"|^[ >\t]*(?:[-*+] |\d+[.)] )?[ >\t]*(?P<fence>`{3,}|~{3,}).*?"
    r"^[ >\t]*(?P=fence)[`~]*[ \t]*$"
    r"|<pre\b.*?</pre>|<code>.*?</code>"
    r"|(?P<ticks>(?<!`)`+(?!`)).+?(?<!`)(?P=ticks)(?!`)"
    r"|\]\(<[^<>\n]*>\)|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)",
    re.DOTALL | re.MULTILINE,
)


def shown(markdown: str) -> str:
    """``markdown`` without what is no text, in which a backslash escapes nothing."""
    text = NO_TEXT.sub(" ", markdown)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def main(arguments: list[str]) -> int:
    wiki = read_sources([Path(arguments[0])], Reporter())
    values = {"target": arguments[1]} if len(arguments) > 1 else {}
    options = with_values(Options(), {**options_from_preferences(wiki.preferences), **values})
    found = 0
    for page in wiki.pages:
        around = Surroundings(page=page.name, is_html=page.is_html)
        text = shown(convert_page(page.source, options, around))
        places = list(LEFT.finditer(text))
        if not places:
            continue
        found += 1
        print(f"{page.name}: {len(places)}")
        for place in places[:5]:
            near = text[max(place.start() - 40, 0) : place.end() + 40]
            print(f"    {place[0]:12} …{' '.join(near.split())}…")
    share = found / max(len(wiki.pages), 1)
    print(f"{found} of {len(wiki.pages)} pages ({share:.1%})")
    return int(share >= 0.02)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
