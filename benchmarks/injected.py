"""Whether anything that people typed acts in the sites that the real generators build.

python benchmarks/injected.py [--targets hugo,mkdocs,…] [--keep DIR] [--show 10]

A wiki is made that has every text of ``tests/injections.py`` in every place that holds one: names,
descriptions, people, tags, categories, labels, files, comments, articles, and all that plugins
show.  It is converted for each target and built by the real generator; then each page is read as
a browser would, and what comes from a text and acts is counted.

A generator that is missing is ``not installed``; if it was asked for by name, that is an error.
Exits with 1 if something acts, or if no page was built; what a generator warns of is shown.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from generators import GENERATORS, NotInstalledError

from tiki2md.migration import convert_site
from tiki2md.options import Options

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from injections import TEXTS, hostile_wiki, traces

HOSTS = ("nginx", "apache", "netlify", "cloudflare", "caddy", "json")


def found_in(public: Path) -> tuple[int, list[str]]:
    """The number of pages of a site, and what acts in them."""
    pages = sorted(public.rglob("*.html"))
    found = [
        f"{page.relative_to(public)}: {trace}"
        for page in pages
        for trace in dict.fromkeys(traces(page.read_text("utf-8")))
    ]
    return len(pages), found


def tried(name: str, folder: Path, keep: Path | None) -> tuple[int, list[str], list[str]]:
    """The number of pages that a generator made, what acts in them, and what it warned of."""
    generator = GENERATORS[name]
    wiki = hostile_wiki(folder / "files")
    with TemporaryDirectory(dir=generator.folder()) as place:
        out = Path(place) / name
        convert_site(wiki, Options(target=generator.target, redirect_hosts=HOSTS), out)
        build = generator.build(out)
        pages, found = found_in(build.public)
        if keep:
            shutil.copytree(out, keep / name, dirs_exist_ok=True)
    return pages, found, build.warnings


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--targets", default="", help=", ".join(GENERATORS))
    parser.add_argument("--keep", type=Path, help="an empty folder for the sites, to look at")
    parser.add_argument("--show", type=int, default=10, help="problems of a kind to show")
    given = parser.parse_args()
    asked = [name for name in given.targets.split(",") if name]
    if unknown := set(asked) - set(GENERATORS):
        parser.error(f"no {', '.join(sorted(unknown))}; there are {', '.join(GENERATORS)}")
    wrong = False
    print(f"{len(TEXTS)} texts")
    with TemporaryDirectory() as folder:
        for name in asked or GENERATORS:
            try:
                pages, found, warnings = tried(name, Path(folder), given.keep)
            except NotInstalledError as error:
                print(f"{name:12}not installed: {error}")
                wrong |= bool(asked)
                continue
            print(f"{name:12}{pages} pages, {len(found)} act, {len(warnings)} warnings", flush=True)
            for problem in (*found[: given.show], *warnings[: given.show]):
                print(f"    {problem[:300]}")
            wrong |= bool(found) or not pages
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
