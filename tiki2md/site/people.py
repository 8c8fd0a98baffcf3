"""Who wrote what, as it may be published: no addresses of machines, none of mailboxes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from typing import TYPE_CHECKING

from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.model import Comment, Feed, Page, Wiki
    from tiki2md.options import Options

ANONYMOUS = "anonymous"
"""Tiki's own word for whoever is not logged in."""
_MAILBOX = re.compile(r"[^<>\s@]+@[^<>\s@]+>")


@dataclass(frozen=True, slots=True)
class People:
    """The names of users.

    Attributes:
        names: by login, where a user is known by another name.
        mailboxes: by login, what the configuration says is a user's e-mail address; no page
            tells it, but a commit may.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    mailboxes: Mapping[str, str] = field(default_factory=dict)

    def shown(self, login: str) -> str:
        """What readers see of a user."""
        return self.names.get(login, login)

    def contributors(self, page: Page) -> list[str]:
        """Who else wrote on a page, in the order of their first versions."""
        others = dict.fromkeys(map(self.shown, page.writers()))
        return [name for name in others if name not in {"", ANONYMOUS, self.shown(page.creator)}]


def people_of(wiki: Wiki, options: Options) -> People:
    """The names of a wiki's users: those of the configuration, else their own real names."""
    real: defaultdict[str, set[str]] = defaultdict(set)
    for login, user in wiki.users.items():
        real[public_login(login)].add(user.real_name)
    # Of mailboxes only the first parts are told, and two may share one.
    known = {login: min(names) for login, names in real.items() if len(names) == 1}
    mailboxes: dict[str, str] = {}
    for login, said in options.authors:
        known[public_login(login)], mailbox = _name_and_mailbox(said)
        if mailbox:
            mailboxes[public_login(login)] = mailbox
    names = {login: _without_mailbox(name) for login, name in known.items() if name.strip()}
    return People(names, mailboxes)


def _name_and_mailbox(said: str) -> tuple[str, str]:
    """The parts of ``Ann Other <ann@example.org>``; no mailbox if none is meant."""
    name, _, mailbox = said.rpartition(" <")
    meant = name and _MAILBOX.fullmatch(mailbox)
    return (name, mailbox.removesuffix(">")) if meant else (said, "")


def public_login(login: str, *, addresses: bool = False) -> str:
    """A login without what is nobody's business.

    Args:
        login: of a user; Tiki has the address of the machine there for some who were not
            logged in, and sites may take mailboxes for logins.
        addresses: whether addresses of machines are told.
    """
    if not addresses and _is_address(login):
        return ANONYMOUS
    return _without_mailbox(login)


def with_public_logins(wiki: Wiki, options: Options) -> Wiki:
    """``wiki`` with logins that may be told, in pages, their versions, comments and news."""

    def told(login: str) -> str:
        return public_login(login, addresses=options.ip_addresses)

    def page_told(page: Page) -> Page:
        versions = [
            version
            if told(version.user) == version.user
            else replace(version, user=told(version.user))
            for version in page.versions
        ]
        creator, editor = told(page.creator), told(page.last_editor)
        editors = list(map(told, page.editors))
        told_now = (creator, editor, versions, editors)
        if told_now == (page.creator, page.last_editor, page.versions, page.editors):
            return page
        return replace(
            page, creator=creator, last_editor=editor, versions=versions, editors=editors
        )

    def comment_told(comment: Comment) -> Comment:
        user = told(comment.user)
        return comment if user == comment.user else replace(comment, user=user)

    def feed_told(feed: Feed) -> Feed:
        return replace(feed, news=[replace(one, author=told(one.author)) for one in feed.news])

    return replace(
        wiki,
        feeds={number: feed_told(feed) for number, feed in wiki.feeds.items()},
        pages=Spool.of(wiki.pages).changed(page_told),
        others=Spool.of(wiki.others).changed(page_told),
        comments=Spool.of(wiki.comments).changed(comment_told),
    )


def _is_address(text: str) -> bool:
    try:
        ip_address(text.strip())
    except ValueError:
        return False
    return True


def _without_mailbox(name: str) -> str:
    """A name without the host of an e-mail address: nobody is to be written to from here."""
    return " ".join(
        word.partition("@")[0].strip("<") or ANONYMOUS if "@" in word[1:] else word
        for word in name.split()
    )
