"""An example of every finding: a text that causes it, or the words that it was once filled with."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a finding.

    Attributes:
        source: a page that causes it, or empty if no text of a page can.
        values: what fills its message where there is no page.
        options: that it needs, besides the defaults.
    """

    source: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


def _page(source: str, **options: str) -> Example:
    return Example(source, options=options)


def _words(**values: str) -> Example:
    return Example(values=values)


_DUMP = "wiki.sql.gz"
_FILE = "content/ferry.md"

EXAMPLES: Mapping[Code, Example] = MappingProxyType(
    {
        Code.NESTING_CAPPED: _page("{DIV()}" * 61 + "deep" + "{DIV}" * 61),
        Code.INTERNAL_PARSE_ERROR: _words(),
        Code.ACCIDENTAL_LINK: _page("As was shown [1] before."),
        Code.ACCIDENTAL_MARKUP: _page("10^2 + 10^3"),
        Code.RULE_TEXT_DROPPED: _page("---- the end"),
        Code.MARKDOWN_COMMENT_DROPPED: _page(
            '{syntax type="markdown"}\nSeen. ~tc~ Not meant to be seen. ~/tc~'
        ),
        Code.VARIABLE_UNSET: _page("Call %phone% for help."),
        Code.PLUGIN_UNKNOWN: _page("{TIDES()}High at __nine__.{TIDES}"),
        Code.PLUGIN_KEPT: _page("{NOW()/}"),
        Code.PLUGIN_MISSING_ARGUMENT: _page("{YOUTUBE()/}"),
        Code.PLUGIN_DROPPED: _page("{BACK()/}"),
        Code.PLUGIN_BODY_DROPPED: _page("{SQL(db=ships)}SELECT name FROM ship{SQL}"),
        Code.PLUGIN_APPROXIMATED: _page("{SPLIT()}East quay.---West quay.{SPLIT}"),
        Code.PLUGIN_BRANCH: _page("{GROUP(groups=Captains)}Welcome aboard.{ELSE}Welcome.{GROUP}"),
        Code.PLUGIN_FAILED: _words(name="TIDES", error="KeyError: 'port'"),
        Code.PLUGIN_SNAPSHOT: _page("{BACKLINKS(page=Harbour)/}"),
        Code.PLUGIN_PAGE_MISSING: _page('{INCLUDE(page="Sunken Ship")/}'),
        Code.INCLUDE_CAPPED: _page('{INCLUDE(page="Sample")/}'),
        Code.CONTENTS_CAPPED: _page("!Quay\n" + "{maketoc}\n" * 51),
        Code.LINK_MISSING_PAGE: _page("See ((Sunken Ship))."),
        Code.LINK_LEFT_OUT: _words(page="Opening Hours"),
        Code.LINK_OLD_SITE: _page(
            "See ((Sunken Ship)).", missing_links="link", site_url="https://wiki.example.org/"
        ),
        Code.LINK_BROKEN: _page("See ((Sunken Ship)).", missing_links="error"),
        Code.LINK_MISSING_ID: _page("See [tiki-index.php?page_id=99|the wreck]."),
        Code.LINK_MISSING_ANCHOR: _page("See [#North_pier|the pier]."),
        Code.LINK_AMBIGUOUS: _words(page="Pier", candidates="North Pier, South Pier"),
        Code.LINK_UNSAFE: _page("[javascript:alert(1)|Click here]"),
        Code.LINK_COVERED: _page(
            '[https://example.org|{img src="quay.png" link="https://example.com"}]'
        ),
        Code.FILE_NOT_COPIED: _page("{img fileId=99}"),
        Code.NODE_NOT_RENDERED: _words(node="TideNode"),
        Code.STYLE_DROPPED: _page('{CODE(colors="php" ln="1")}echo 1;{CODE}'),
        Code.HTML_DROPPED: _page('{HTML()}<form><input name="q"></form>{HTML}'),
        Code.HTML_POLICY: _page('{TAG(tag="kbd")}Ctrl{TAG}', raw_html="drop"),
        Code.SOURCE_TRUNCATED: _words(where=f"{_DUMP}: tiki_pages"),
        Code.SOURCE_NOT_UTF8: _words(where="pages/Ferry.tiki"),
        Code.SOURCE_ESCAPED_TEXT: _words(where="the page Ferry"),
        Code.SOURCE_SCARS: _words(where="the page Ferry", count="2"),
        Code.SOURCE_ROWS_LEFT_OUT: _words(
            count="31", where="tiki_history", why="their pages are not there"
        ),
        Code.SOURCE_FILE_MISSING: _words(name="quay.png", path="6f1ed002ab5595859014ebf0951522d9"),
        Code.SOURCE_FILE_SIZE: _words(name="quay.png", said="48213", path="6f1ed002", size="4096"),
        Code.SOURCE_FILE_TWICE: _words(
            what="file", number="7", first="quay.png", second="ferry.png"
        ),
        Code.SOURCE_STATEMENT_SKIPPED: _words(where=f"{_DUMP}: tiki_pages"),
        Code.SOURCE_PAGE_TWICE: _words(page="Ferry", first=_DUMP, where="old.sql.gz"),
        Code.SOURCE_SKIPPED: _words(path="pages/tiki_pages.json", why="it is no JSON"),
        Code.SOURCE_REPAIRED: _words(
            where="export.tar: A page with a very long name", problem="its header is cut"
        ),
        Code.SOURCE_DAMAGED: _words(where="export.tar", problem="a header is no header"),
        Code.SOURCE_MEMBERS_SKIPPED: _words(
            where="export.tar", count="2", why="they are no pages", names="a.png, b.png"
        ),
        Code.SOURCE_HTML_GUESSED: _words(where="export.tar: Ferry"),
        Code.SOURCE_RENDERED: _words(where="dump_wiki.tar"),
        Code.SOURCE_FRONT_MATTER: _words(
            where="pages/Ferry.tiki", problem="the key colour is not known"
        ),
        Code.SOURCE_MIXED_FOLDER: _words(
            where="exports", first="wiki.sql.gz", others="wiki.zip, export.tar"
        ),
        Code.SOURCE_LEFT_OUT: _words(
            where="exports/dump_wiki.tar", why="wiki.sql.gz holds the sources of its pages"
        ),
        Code.SOURCE_TEXT_MISSING: _words(where="wiki.zip", page="Ferry"),
        Code.SOURCE_MEMBERS_MISSING: _words(
            where="wiki.zip", count="2307", what="texts of old versions"
        ),
        Code.SOURCE_MEMBER_UNREADABLE: _words(
            member="wiki/7", where="wiki.zip", why="it is encrypted"
        ),
        Code.SOURCE_PAGES_UNLISTED: _words(where="wiki.zip", count="3"),
        Code.PAGE_HIDDEN: _words(
            reason="only Registered may view it (permission on the page)", fate="it is left out"
        ),
        Code.FILES_HIDDEN: _words(
            what="attachments of pages",
            count="2",
            why="only Registered may see files attached to it (permissions of the whole site)",
        ),
        Code.PERMISSIONS_MISSING: _words(table="users_grouppermissions"),
        Code.PATH_COLLISION: _words(path="content/ferry.md", used="content/ferry-2.md"),
        Code.CATEGORY_TEXT: _words(name="Why: a question"),
        Code.TERM_SHORTENED: _words(
            name="All that was ever found below the old quay, and by whom, and by what tide",
            used="All that was ever found below the old quay… 3f2a9c",
        ),
        Code.PAGE_REDIRECTS: _words(page="Ferry"),
        Code.PAGE_STUB: _words(path="content/sunken-ship.md", pages="3 pages"),
        Code.PATH_DEEP: _words(path="content/quay/steps/bollard.md", above="Bollards"),
        Code.FILE_EDITED: _words(path="content/ferry.md"),
        Code.FILE_UNREADABLE: _words(
            path="static/files/quay.png", why="its bytes are not those that the export names"
        ),
        Code.FILE_STALE: _words(path="content/old-ferry.md"),
        Code.FILE_STALE_EDITED: _words(path="content/old-ferry.md"),
        Code.SOURCE_CHARSET: _words(
            where=_DUMP, charset="latin1", count="41", total="214", examples="the page Fähre"
        ),
        Code.SOURCE_LETTERS_LOST: _words(
            where=_DUMP, charset="latin1", count="12", examples="“Zieli?ski”"
        ),
        Code.SOURCE_DOUBLE_ENCODED: _words(
            where=_DUMP,
            count="12",
            total="214",
            examples="the page FÃ¤hre",
            done="--repair-encoding reads them as they were meant",
        ),
        Code.SOURCE_SEVERAL_WIKIS: _words(where=_DUMP, chosen="a_tiki_…", others="b_tiki_…"),
        Code.FILE_BYTES_DIFFER: _words(
            file="the file quay.png", found="4096 bytes", noted="48213 bytes"
        ),
        Code.REDIRECT_TAKEN: _words(
            url="/Ferry", target="content/ferry-2.md", reason="it is that of the page Ferry"
        ),
        Code.REDIRECT_ROUTE: _words(pattern="^ship/(.*)$"),
        Code.REDIRECT_UNSERVED: _words(
            count="3", all="640", host="netlify", reason="it does not look at queries"
        ),
        Code.REDIRECT_WRONG: _words(problem="/Ferry leads to /Ferry"),
        Code.REWRITTEN: _words(number="1", find="Old Harbour", count="3"),
        Code.REWRITE_UNUSED: _words(where="tiki2md.toml: rewrite 2", find="http://old.example/"),
        Code.IGNORE_UNUSED: _words(where="tiki2md.toml", what="link-missing-page", page="Old*"),
        Code.PAGE_FAILED: _words(error="RecursionError: maximum recursion depth exceeded"),
        Code.PAGE_TOO_LONG: _words(count="52428800"),
        Code.VERSION_MISSING: _words(count="2", first="3", why="the export lacks their texts"),
        Code.HISTORY_MISSING: _words(),
        Code.SECRET_PASSWORD: _page('{DBREPORT(dsn="mysql://pilot:h4rb0ur@db/tides")}…{DBREPORT}'),
        Code.SECRET_HIDDEN: _page("~tc~Ask pilot@harbour.museum.~/tc~Open on Sundays."),
        Code.SECRET_EMAIL: _page("Write to pilot@harbour.museum."),
        Code.SECRET_IP: _page("The tide gauge answers at 8.8.4.4."),
        Code.VERIFY_PAGE_MISSING: _words(path=_FILE),
        Code.VERIFY_PAGE_EXTRA: _words(path="content/notes.md"),
        Code.VERIFY_TEXT_MISSING: _words(text="“High water at nine”"),
        Code.VERIFY_TEXT_ADDED: _words(text="“written by hand”"),
        Code.VERIFY_STRUCTURE: _words(
            found="a heading of level 3", wanted="a heading of level 2", where="before “Ferry”"
        ),
        Code.VERIFY_FORMAT: _words(text="“nine”", found="plain", wanted="strong"),
        Code.VERIFY_TABLE: _words(found="2 by 3 cells", wanted="3 by 3 cells"),
        Code.VERIFY_CODE: _words(found="“print(1)”", wanted="“print(2)”"),
        Code.VERIFY_LINK: _words(found="ferry.md", wanted="museum.md"),
        Code.VERIFY_IMAGE: _words(found="files/quay.png", wanted="files/boat.png"),
        Code.VERIFY_TITLE: _words(found="nothing", wanted="“Universal time”"),
        Code.VERIFY_SOURCE: _words(text="“tide tables”"),
        Code.VERIFY_COMMENT: _words(found="nothing", wanted="“to be checked”"),
        Code.VERIFY_ANCHOR: _words(found="nothing", wanted="tides"),
        Code.VERIFY_LINK_BROKEN: _words(url="museum.md#boats", why="no heading has this id"),
        Code.VERIFY_LINK_DEAD: _words(url="docs/plan"),
        Code.VERIFY_FILE: _words(path="files/boat.png", problem="has 7 bytes instead of 70"),
        Code.VERIFY_MANIFEST: _words(path=_FILE, problem="was changed since it was written"),
        Code.VERIFY_FRONT_MATTER: _words(
            key="title", path=_FILE, problem="“Ferry” instead of “The ferry”"
        ),
        Code.VERIFY_ALIAS: _words(alias="/Ferry", other="content/boats.md"),
        Code.VERIFY_REDIRECTS: _words(path="redirects/nginx.conf", problem="lacks 3 addresses"),
        Code.VERIFY_SYNTAX: _words(text="“<br>”", problem="the element does not end"),
        Code.VERIFY_LIVE: _words(text="“Last change: Monday”"),
    }
)
"""One for every code."""
