"""What handlers learn of articles and posts of blogs; answered by their shape, as ``facts``."""

from __future__ import annotations

from typing import Protocol

from tiki2md.plugins.facts import PageFacts


class PictureFacts(Protocol):
    """The picture of an article."""

    @property
    def kind(self) -> str:
        """Whose it is: ``article``, or ``topic`` for that of all articles of a topic."""

    @property
    def number(self) -> int:
        """The id of that object."""

    @property
    def alt(self) -> str:
        """What stands for the picture where it is not seen."""


class PostFacts(PageFacts, Protocol):
    """What is known of a page that is no wiki page: a post, an article."""

    @property
    def section(self) -> str:
        """What it stands in: the name of its blog, topic or forum."""

    @property
    def parent_id(self) -> int:
        """The number of that."""

    @property
    def genre(self) -> str:
        """The type of an article, such as ``Review``."""

    @property
    def heading(self) -> str:
        """The part of the text of an article that lists show."""

    @property
    def picture(self) -> PictureFacts | None:
        """That of an article."""


class ArticleTypeFacts(Protocol):
    """What lists show of articles of a type."""

    @property
    def author(self) -> bool:
        """Whether they name the author."""

    @property
    def date(self) -> bool:
        """Whether they tell when an article was published."""

    @property
    def subtitle(self) -> bool:
        """Whether they show the description below the title."""

    @property
    def heading_only(self) -> bool:
        """Whether there is no more to read than the heading."""
