"""Pages as they are converted, for a browser: source, tree, Markdown and rendering side by side.

Pure functions make the HTML; ``tiki2md.cli.preview`` serves it.
"""

from tiki2md.preview.answering import Preview
from tiki2md.preview.frame import Answer
from tiki2md.preview.pages import OnePage, Pages, SitePages

__all__ = ["Answer", "OnePage", "Pages", "Preview", "SitePages"]
