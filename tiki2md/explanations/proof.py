"""What each finding of ``tiki2md verify`` means, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.explanations.explanation import Explanation

if TYPE_CHECKING:
    from collections.abc import Mapping

_AGAIN = (
    "If somebody edited the file: nothing. Otherwise convert again with the same options and "
    "verify again; if it stays, report it with the page."
)

PROOF: Mapping[Code, Explanation] = {
    Code.VERIFY_PAGE_MISSING: Explanation(
        "The export has a page that visitors could view, and the site has no file for it.",
        "Convert again. If you want to leave pages out, say so to both commands alike.",
    ),
    Code.VERIFY_PAGE_EXTRA: Explanation(
        "A file among the pages belongs to no page of the export and is not known to be "
        "anything else.",
        "If you wrote it yourself: nothing. If its page is gone, convert with --prune.",
    ),
    Code.VERIFY_TEXT_MISSING: Explanation(
        "A reader of the wiki sees these words on the page; a reader of the Markdown does not, "
        "and no loss of them was reported.",
        _AGAIN,
    ),
    Code.VERIFY_TEXT_ADDED: Explanation(
        "A reader of the Markdown sees these words; a reader of the wiki did not.",
        _AGAIN,
    ),
    Code.VERIFY_STRUCTURE: Explanation(
        "Headings, lists, quotations, cells, paragraphs or line breaks are not those of the "
        "page in the wiki.",
        _AGAIN,
    ),
    Code.VERIFY_FORMAT: Explanation(
        "A word is bold, a link, code or the like in one of the two and not in the other.",
        _AGAIN,
    ),
    Code.VERIFY_TABLE: Explanation(
        "The cells of a table are not those of the page in the wiki.", _AGAIN
    ),
    Code.VERIFY_CODE: Explanation("A block of code is not what it is in the wiki.", _AGAIN),
    Code.VERIFY_LINK: Explanation("A link does not lead where the wiki's link leads.", _AGAIN),
    Code.VERIFY_IMAGE: Explanation("An image or its text is not that of the wiki's page.", _AGAIN),
    Code.VERIFY_TITLE: Explanation(
        "The text that a reader sees when the pointer rests on a link, an image or a word is "
        "not that of the wiki's page.",
        _AGAIN,
    ),
    Code.VERIFY_SOURCE: Explanation(
        "A scan of the stored page, which knows no grammar, has words that are not in the "
        "file, not in a reported loss and not in what it takes for markup.",
        "Look for the words in the source. If visitors saw them, please report it.",
    ),
    Code.VERIFY_COMMENT: Explanation(
        "What is kept in a comment, such as the call of a plugin, is not what the wiki has.",
        _AGAIN,
    ),
    Code.VERIFY_ANCHOR: Explanation(
        "A place that links can lead to is not there, or has another name.",
        _AGAIN,
    ),
    Code.VERIFY_LINK_BROKEN: Explanation(
        "A link within the site leads to a file or a heading that is not there.",
        _AGAIN,
    ),
    Code.VERIFY_LINK_DEAD: Explanation(
        "The author's link led to nothing that the wiki had, or to a heading that the page "
        "did not have. It is kept as it was.",
        "Mend the link, or leave it.",
    ),
    Code.VERIFY_FILE: Explanation(
        "A picture or a download is missing, or has not the size or the bytes of the export; or "
        "a page could not be checked.",
        "Convert again. If the export lacks the file, see --files.",
    ),
    Code.VERIFY_MANIFEST: Explanation(
        "What .tiki2md/manifest.json says was written is not what is there now.",
        "If somebody edited the file: nothing; convert leaves it alone. Otherwise convert again.",
    ),
    Code.VERIFY_FRONT_MATTER: Explanation(
        "The metadata at the top of a page cannot be read, or says something else than the export.",
        _AGAIN,
    ),
    Code.VERIFY_SYNTAX: Explanation(
        "A page holds what its target takes for a mark of its own and cannot read, such as an "
        "element of JSX without an end, or a tag of Liquid: the site may not build.",
        "Put a backslash before the mark, or convert the page again.",
    ),
    Code.VERIFY_ALIAS: Explanation(
        "Two pages want one old address, or a page wants the address of another one: the site "
        "can serve one of them.",
        "Take the alias out of one of them.",
    ),
    Code.VERIFY_REDIRECTS: Explanation(
        "The files that tell a web server where old addresses lead now are missing, are not "
        "what the export says, or lead to nothing.",
        "Convert again with the same --redirects.",
    ),
    Code.VERIFY_LIVE: Explanation(
        "The saved page of the wiki shows words that the Markdown does not show, or the other "
        "way round. Menus, dates and what plugins compute differ by nature.",
        "Look at the place on both pages.",
    ),
}
"""The meaning and the remedy."""
