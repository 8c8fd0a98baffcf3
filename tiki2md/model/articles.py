"""What kinds of articles there are, and what lists show of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleType:
    """A type of articles (table ``tiki_article_types``), with Tiki's defaults."""

    name: str
    author: bool = True
    """Whether lists name the author; so for the others."""
    date: bool = True
    subtitle: bool = False
    heading_only: bool = False
    """Whether there is no more to read than the heading."""
