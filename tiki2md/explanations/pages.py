"""What each finding about a page, or the site that it is in, means, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.explanations.explanation import NOTHING, Explanation

if TYPE_CHECKING:
    from collections.abc import Mapping

_REPORT = "Report it with the page, or the smallest part of it that still shows the fault."

PAGES: Mapping[Code, Explanation] = {
    Code.NESTING_CAPPED: Explanation(
        "Marks, plugins or HTML lie in each other deeper than any author means. What lies deeper "
        "is kept as text: as it was typed or, in HTML, as it showed.",
        "Look at the place in the wiki: mostly a closing mark is missing. Mend it there, or in "
        "the Markdown.",
    ),
    Code.INTERNAL_PARSE_ERROR: Explanation(
        "The parser met a text that it should understand and did not. The page is in the "
        "output, as the text that was typed.",
        _REPORT,
    ),
    Code.ACCIDENTAL_LINK: Explanation(
        "Tiki makes a link of everything in single brackets: [1], a[i], [-v], [citation needed]. "
        "The link is kept, because readers saw one.",
        "Where none was meant, write [[1] in the wiki, or mend the Markdown. Where none ever is, "
        'as on a wiki that cites so, set accidental_links = "text".',
    ),
    Code.ACCIDENTAL_MARKUP: Explanation(
        "Two marks with text between them are markup to Tiki wherever they stand: 10^2 + 10^3 "
        "holds a box, C::f and D::g something centred. A call with its name in small letters has "
        "no body: between {code} and {code} there is no code. They are read so, because that is "
        "what readers saw.",
        "Where none was meant, put ~np~ and ~/np~ around the marks in the wiki, or mend the "
        "Markdown. Write the names of calls with a body in capitals: {CODE()}, {CODE}. Where || "
        'parts the rows of tables, as in the oldest wikis, set tables = "old".',
    ),
    Code.MARKDOWN_COMMENT_DROPPED: Explanation(
        "In a page written in Markdown Tiki shows a comment of the kind ~tc~ by mistake. Its "
        "author meant to hide it, so it is left out.",
        "Nothing.",
    ),
    Code.RULE_TEXT_DROPPED: Explanation(
        "Text on the line of a horizontal rule was never shown by Tiki; it is not in the "
        "output either.",
        "If readers should see it, put it on a line of its own in the wiki.",
    ),
    Code.VARIABLE_UNSET: Explanation(
        "%name% stands for a value that editors of the wiki can set. This one has none in the "
        "export, or the two per cent signs have nothing to do with each other.",
        "Export the table tiki_dynamic_variables too. If no variable is meant: nothing.",
    ),
    Code.PLUGIN_UNKNOWN: Explanation(
        "No plugin of Tiki has this name. It may be the site's own, one that an older Tiki "
        "had, or a word in braces.",
        "Say what becomes of it in tiki2md.toml: a policy in [plugins], a line in "
        "[plugins.templates], or a handler in a file named in plugin_files.",
    ),
    Code.PLUGIN_KEPT: Explanation(
        "What the plugin showed came from the running wiki, or no handler serves it. Its call "
        "is a comment in the Markdown, followed by its body if that is text for readers.",
        "Write what it showed by hand where readers need it. To decide for all its calls, give "
        "it a policy or a template in tiki2md.toml.",
    ),
    Code.PLUGIN_MISSING_ARGUMENT: Explanation(
        "The call lacks an argument without which the plugin shows nothing in Tiki either.",
        "Mend the call in the wiki, or the place in the Markdown.",
    ),
    Code.PLUGIN_DROPPED: Explanation(
        "The plugin was a control, a setting or a script of the old site: a static page has "
        "no use for it.",
        "Nothing. To see where such calls stood, give the plugin the policy keep.",
    ),
    Code.PLUGIN_BODY_DROPPED: Explanation(
        "The body of the call is a script, a query or settings; none of that is put into "
        "pages. Only the call is kept, in a comment.",
        "Write what it showed by hand where readers need it.",
    ),
    Code.PLUGIN_APPROXIMATED: Explanation(
        "The page says the same, in a form that Markdown has: columns, for one, stand one "
        "below the other.",
        NOTHING,
    ),
    Code.PLUGIN_BRANCH: Explanation(
        "Tiki showed some readers one text and others another. The output holds what a visitor "
        "who is not logged in saw; the other text is left out, even of comments, because it "
        "may be confidential.",
        "Check the page. If everybody may read the other text, move it out of the plugin.",
    ),
    Code.PLUGIN_FAILED: Explanation(
        "The function that converts this plugin raised an error. The rest of the page is "
        "converted.",
        "If the function is yours, mend it; otherwise report the call and the error.",
    ),
    Code.PLUGIN_SNAPSHOT: Explanation(
        "The plugin listed what the wiki held at the time. The list was made from the export "
        "and stays as it is.",
        "Nothing, unless the list should go on growing: then use what the target has for it.",
    ),
    Code.PLUGIN_PAGE_MISSING: Explanation(
        "The plugin shows another page of the wiki, and the export holds none of that name.",
        "Check the name, and whether the export is complete.",
    ),
    Code.INCLUDE_CAPPED: Explanation(
        "Pages that include each other, or one page too often, would never end; Tiki stops "
        "there as well.",
        "Look at the pages named: mostly one includes itself by a detour.",
    ),
    Code.LINK_MISSING_PAGE: Explanation(
        "The link leads to a page that the export does not hold. Tiki showed it as a page to "
        "be written.",
        "Check the name, or choose by --missing-links what becomes of such links.",
    ),
    Code.LINK_LEFT_OUT: Explanation(
        "The link leads to a page that --include, --exclude or --where leave out.",
        "Nothing for a first look at a part. To lead such links to the old wiki, give "
        "--missing-links link and --base-url.",
    ),
    Code.LINK_OLD_SITE: Explanation(
        "The page is not in the export; the link leads to the old wiki, as missing_links says.",
        "Nothing as long as the old wiki is there.",
    ),
    Code.LINK_BROKEN: Explanation(
        "The page is not in the export, and missing_links makes an error of such links.",
        "Mend the link in the wiki, or choose something else for --missing-links.",
    ),
    Code.LINK_MISSING_ID: Explanation(
        "The link gives the number of a page that the export does not hold; nobody knows its name.",
        "Look in the wiki where it leads; often the page was deleted.",
    ),
    Code.LINK_MISSING_ANCHOR: Explanation(
        "The link leads to a place on a page, and no heading or anchor there has that name; in "
        "the wiki readers came to the top of the page. So they do now; a link to the same page "
        "is kept as text.",
        "Look whether the heading was renamed; Tiki's names are in its table of contents.",
    ),
    Code.LINK_AMBIGUOUS: Explanation(
        "Several pages have this alias; Tiki let the reader choose. The link leads to the "
        "first of them.",
        "Write the page's name into the link.",
    ),
    Code.CONTENTS_CAPPED: Explanation(
        "Every table of contents lists all headings; a page with many of both would grow "
        "without end.",
        "Nothing: the first ones are there. One {maketoc} is enough for a page.",
    ),
    Code.LINK_UNSAFE: Explanation(
        "An address such as `javascript:…` acts when somebody follows it. Its text stays, "
        "the link goes.",
        "Nothing, unless the page needs the script: then write it into your site's templates.",
    ),
    Code.LINK_COVERED: Explanation(
        "A link has another one in front of all its words. Browsers end the outer link where the "
        "inner one begins, so nobody could follow it. The inner one is written, and the address "
        "of the outer one is nowhere.",
        "Nothing, if readers of the wiki missed no link. Else take one of the two away in Tiki.",
    ),
    Code.FILE_NOT_COPIED: Explanation(
        "The page shows or links to a file whose bytes the sources do not hold, or that the "
        "wiki did not have any more; or the option copy_files is none.",
        "Give a source that holds the files: a dump of the whole database, an XML export, or a "
        "copy of Tiki's storage folder. Else remove the link.",
    ),
    Code.NODE_NOT_RENDERED: Explanation(
        "The renderer met something that it has no form for; its source is kept as text.",
        f"{_REPORT} If a handler of yours made it, let it make nodes that the target knows.",
    ),
    Code.STYLE_DROPPED: Explanation(
        "A colour, size or the like that this target cannot carry. The text is kept.",
        NOTHING,
    ),
    Code.HTML_DROPPED: Explanation(
        "An element in HTML that Markdown has no form for: a script, a form, an object.",
        "Write what it showed by hand where readers need it.",
    ),
    Code.HTML_POLICY: Explanation(
        "An element, an attribute or an address that is not on the list of `raw_html`. "
        "The text of the element stays; what it played or framed is a link.",
        "Nothing; if you trust all who wrote the page, set `raw_html` to `keep`.",
    ),
    Code.PATH_COLLISION: Explanation(
        "Two pages would be written to the same file, because their names differ only in case, "
        "accents or punctuation. The later one has a number in its name; links follow.",
        "Nothing, or rename one of the pages in the wiki.",
    ),
    Code.PAGE_STUB: Explanation(
        "Only links have this name; missing_links makes a page of it that says so.",
        "Write the page in its place: the next run leaves a file alone that was edited.",
    ),
    Code.PATH_DEEP: Explanation(
        "The structure is so deep that a folder for every level would make paths longer than "
        "Windows can open. The page lies beside the one that it was below.",
        "Nothing, or make the structure less deep in the wiki.",
    ),
    Code.CATEGORY_TEXT: Explanation(
        "Hugo looks for the text about a category in a folder of its name, and not every "
        "system can have such a folder, because of a mark like : or ?. "
        "The category itself and the list of its pages are there.",
        "Rename the category in the wiki, or write the text into its list in the new site.",
    ),
    Code.TERM_SHORTENED: Explanation(
        "Hugo makes a folder of each category and tag, and no folder can have a name of more "
        "than 255 bytes. The front matter of pages has a shorter one. Visitors still see the "
        "whole name: it is the title of a page about the category or tag.",
        "Nothing, or rename the category or tag in the wiki.",
    ),
    Code.PAGE_REDIRECTS: Explanation(
        "The page held nothing but {REDIRECT(page=…)}, so no visitor ever saw it. It has no "
        "file of its own; links to it lead to the other page, which has its old addresses.",
        "Nothing.",
    ),
    Code.FILE_EDITED: Explanation(
        "Somebody changed the file after the last run, and your changes are not overwritten.",
        "Move the changes into the wiki and use --force, or leave the file as it is.",
    ),
    Code.FILE_UNREADABLE: Explanation(
        "The bytes of a file could not be read when the site was written, or were not "
        "those that the export names; or the copy, read back from the disk, has other bytes.",
        "Check the export, and make it again if it is damaged; check the disk of the site.",
    ),
    Code.FILE_STALE: Explanation(
        "An earlier run wrote the file for a page that is gone or has another name now.",
        "Use --prune to delete such files.",
    ),
    Code.FILE_STALE_EDITED: Explanation(
        "An earlier run wrote the file for a page that is gone or has another name now, and "
        "somebody changed it after that run. Not even --prune deletes your changes.",
        "Move what you want to keep, and delete the file yourself.",
    ),
    Code.REDIRECT_TAKEN: Explanation(
        "Two things claim one old address: two pages, or a page and an address of the new "
        "site. It can lead to one place only, and the new site's own addresses come first.",
        NOTHING,
    ),
    Code.REDIRECT_ROUTE: Explanation(
        "The old site had a route of its own that matched more than one path, led in a circle, "
        "or to something that the new site lacks.",
        "Write a rule for your web server where readers still need it.",
    ),
    Code.REDIRECT_UNSERVED: Explanation(
        "The web server or host cannot do it: it has a limit on the number or the length of "
        "rules, or does not look at queries.",
        "Use another kind of file, or redirects.json with a program of your own.",
    ),
    Code.REDIRECT_WRONG: Explanation(
        "The map of old addresses is checked before it is written, and an address leads to "
        "nothing, or twice, or to another old address.",
        _REPORT,
    ),
    Code.IGNORE_UNUSED: Explanation(
        "An entry [[ignore]] of the configuration met no finding: what it was for is mended, "
        "or the entry has a typing error.",
        "Delete the entry, or mend it.",
    ),
    Code.REWRITTEN: Explanation(
        "An entry [[rewrite]] of the configuration found on this page what it replaces. The "
        "place is the first; the number says how many texts or links changed.",
        "Nothing, if that is what the entry is for.",
    ),
    Code.REWRITE_UNUSED: Explanation(
        "An entry [[rewrite]] of the configuration found no page with what it replaces: that "
        "stands in the wiki no more, lies across a mark or in code, or has a typing error.",
        "Delete the entry, or mend it.",
    ),
    Code.PAGE_FAILED: Explanation(
        "An error ended the conversion of this page. Its source is in the output in a code "
        "block; all other pages are converted.",
        _REPORT,
    ),
    Code.PAGE_TOO_LONG: Explanation(
        "Tiki's column takes 16 MiB of text. What is longer is no page of a wiki, and would "
        "take gigabytes of memory; its source is in the output in a code block.",
        "Look at what it is: perhaps a log or a dump that has the name of a page. If it is a "
        "page, cut it in parts.",
    ),
    Code.VERSION_MISSING: Explanation(
        "Old versions of the page have no commit, since their texts are not in the export or "
        "cannot be read. All others have theirs.",
        "Nothing, if nobody misses it; else make a dump of the database, which holds all texts.",
    ),
    Code.HISTORY_MISSING: Explanation(
        "The sources hold each page as it is now, and no more: Tiki was told to keep no old "
        "versions, or the table tiki_history or the versions were not exported.",
        "Make a dump of the database, or an export of pages with their history.",
    ),
}
