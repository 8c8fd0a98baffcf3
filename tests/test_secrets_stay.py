"""What a database holds of people and machines, and no page shows, is in no file of a site."""

from __future__ import annotations

import re
import sys
from itertools import count
from typing import TYPE_CHECKING

import pytest
from command_line import call

from tiki2md.render.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_numbers = count(1)


def secret(kind: str = "secret") -> str:
    """A text that is nowhere else."""
    number = next(_numbers)
    return {
        "secret": f"leak{number}x",
        "email": f"leak{number}x@mail{number}.leaks.museum",
        "ip": f"81.2.{number // 200 + 1}.{number % 200 + 1}",
        "ipv6": f"2001:db8:{number:x}::1eaf",
    }[kind]


_ROWS: Mapping[str, tuple[dict[str, str | int], ...]] = {
    "tiki_pages": (
        {
            "page_id": 1, "pageName": "HomePage", "lastModif": 1_600_000_000,
            "created": 1_500_000_000, "creator": secret("ip"),
            "user": secret("email"), "ip": secret("ip"),
            "comment": "corrected", "version": 3, "lockedby": secret(), "cache": secret(),
            "wiki_cache": secret(), "page_secret": secret(),
            "data": "Hello ((Other)) "
            '{FILES(galleryId="1" showuser="y" showlasteditor="y" showauthor="y")}{FILES} '
            '{ATTACH(all="1" showattached="y" inline="1")}{ATTACH} {LASTMOD()/} {{lastAuthor}} '
            '{USERLIST()/} {TRACKERLIST(trackerId="1" fields="1:2:3:4" showitemcreator="y")}'
            '{TRACKERLIST} {PREFERENCE(name="smtp")/} {PREF(name="zend_mail_smtp_pass")}x{PREF} '
            '{AVATAR(page="ann")/} {MAIL()/} {COPYRIGHT()/} {USERINFO()/} {CONTRIBUTORS()/} '
            '{SQL(db="local")}select 1{SQL} {DBREPORT(dsn="local")}{DBREPORT} '
            f'{{DBREPORT(dsn="mysql://tim:{secret()}@db/x")}}{{DBREPORT}} '
            f'{{SQL(db="x" password="{secret()}")}}select 1{{SQL}} ~tc~ask {secret("email")}~/tc~ '
            f'~hc~from {secret("ip")}~/hc~ '
            '{LISTPAGES(showUser="y" show_creator="y")/} '
            '{BLOGLIST(Id="1")/} {EVENTS(calendarid="1|2" maxdays="0")/} '
            '{RSS(id="1" author="1" desc="1")/} {CALENDAR(calIds="1,2")/} {POLL(pollId="1")/} '
            '{TRACKERSTAT(trackerId="1" fields="1:2:3:4")/} {TRACKERSTAT(trackerId="1")/}',
        },
        {"page_id": 2, "pageName": "Other", "data": "x", "creator": "ann", "user": secret("ipv6")},
    ),
    "tiki_history": tuple(
        {
            "historyId": number, "pageName": "HomePage", "version": number, "data": secret(),
            "lastModif": 1_550_000_000, "user": secret(kind), "ip": secret("ip"),
            "comment": secret(), "description": secret(),
        }
        for number, kind in ((1, "ip"), (2, "email"), (3, "ipv6"))
    ),
    "users_users": (
        {
            "userId": 1, "login": "ann", "email": secret("email"), "password": secret(),
            "hash": secret(), "provpass": secret(), "challenge": secret(), "openid_url": secret(),
            "valid": secret(), "email_due": 1, "unsuccessful_logins": 0, "token": secret(),
            "twoFactorSecret": secret(), "avatarData": secret(), "pass_confirm": 1,
        },
        {"userId": 2, "login": secret("email"), "email": secret("email"), "password": secret()},
    ),
    "tiki_user_preferences": (
        {"user": "ann", "prefName": "realName", "value": f"Ann {secret('email')}"},
        *({"user": "ann", "prefName": name, "value": secret(kind)}
        for name, kind in (
            ("email is public", "secret"), ("mailCurrentAccount", "secret"), ("homePage", "secret"),
            ("gender", "secret"), ("scramble_email", "email"), ("socialnetworks_token", "secret"),
            ("avatar", "secret"), ("country", "secret"), ("phone", "secret"),
        )),
    ),
    "tiki_preferences": (
        {"name": "wikiHomePage", "value": "HomePage"},
        *({"name": name, "value": secret(kind)}
        for name, kind in (
            ("zend_mail_smtp_pass", "secret"), ("zend_mail_smtp_user", "secret"),
            ("sender_email", "email"), ("smtp", "secret"), ("auth_ldap_adminpass", "secret"),
            ("auth_ldap_adminuser", "secret"), ("ldap_password", "secret"),
            ("ip_can_be_checked", "ip"),
            ("recaptcha_privkey", "secret"), ("gmap_key", "secret"), ("webcron_token", "secret"),
            ("socialnetworks_facebook_api_secr", "secret"), ("twitter_consumer_secret", "secret"),
            ("openai_api_key", "secret"), ("payment_paypal_password", "secret"),
            ("contact_user", "secret"), ("https_login_key", "secret"), ("rpc_password", "secret"),
            ("unified_elastic_password", "secret"), ("access_denied_ip", "ip"),
            ("tikiIndex", "secret"),
        )),
    ),
    "tiki_comments": (
        {
            "threadId": 1, "object": "HomePage", "objectType": "wiki page", "parentId": 0,
            "userName": secret("ip"), "user_ip": secret("ip"), "email": secret("email"),
            "website": secret(), "title": "Well", "data": "said", "approved": "y",
            "commentDate": 1_500_000_000, "message_id": secret(), "in_reply_to": "",
            "hash": secret(),
        },
        {
            "threadId": 2, "object": "HomePage", "objectType": "wiki page", "parentId": 0,
            "userName": secret("email"), "user_ip": secret("ipv6"), "title": "Not yet",
            "data": secret(), "approved": "n", "commentDate": 1_500_000_000,
        },
    ),
    "tiki_files": (
        {
            "fileId": 1, "galleryId": 1, "name": "plan", "filename": "plan.txt", "filesize": 4,
            "filetype": "text/plain", "data": "plan", "user": secret("email"), "author": secret(),
            "ip": secret("ip"), "lockedby": secret(), "lastModifUser": secret(),
            "asset_pass": secret(),
            "deleteAfter": 0, "comment": secret(),
        },
    ),
    "tiki_file_galleries": ({"galleryId": 1, "name": "G", "user": secret(), "ip": secret("ip")},),
    "tiki_wiki_attachments": (
        {
            "attId": 1, "page": "HomePage", "filename": "a.txt", "filetype": "text/plain",
            "filesize": 3, "data": "abc", "user": secret("ip"), "comment": "said",
        },
    ),
    "tiki_calendars": (
        {"calendarId": 1, "name": "C", "personal": "n", "user": secret()},
        {"calendarId": 2, "name": "Mine", "personal": "y", "user": secret()},
    ),
    "tiki_calendar_items": tuple(
        {
            "calitemId": number, "calendarId": number, "start": 1_700_000_000, "end": 1_700_000_000,
            "name": name, "description": "d", "user": secret("email"), "uid": secret(),
        }
        for number, name in ((1, "Feast"), (2, secret()))
    ),
    "tiki_polls": ({"pollId": 1, "title": "Dry?", "active": "a", "votes": 1},),
    "tiki_poll_options": (
        {"pollId": 1, "optionId": 1, "title": "Yes", "position": 1, "votes": 1},
    ),
    "tiki_user_votings": (
        {"user": secret(), "ip": secret("ip"), "id": "poll1", "optionId": 1, "time": 1},
    ),
    "tiki_rss_modules": (
        {
            "rssId": 1, "name": secret(), "url": f"https://a.example/feed?key={secret()}",
            "sitetitle": "S", "siteurl": "https://a.example/",
        },
    ),
    "tiki_rss_items": (
        {
            "rssItemId": 1, "rssId": 1, "guid": secret(), "url": "https://a.example/1",
            "title": "T", "author": secret("email"), "description": "d", "content": secret(),
            "publication_date": 1_500_000_000,
        },
    ),
    "tiki_trackers": ({"trackerId": 1, "name": "T"},),
    "tiki_tracker_fields": tuple(
        {
            "fieldId": number, "trackerId": 1, "name": f"f{number}", "type": kind, "isPublic": "y",
            "isHidden": hidden, "position": number,
        }
        for number, kind, hidden in ((1, "t", "n"), (2, "I", "n"), (3, "t", "y"), (4, "p", "n"))
    ),
    "tiki_tracker_items": ({"itemId": 1, "trackerId": 1, "status": "o", "createdBy": secret()},),
    "tiki_tracker_item_fields": (
        {"itemId": 1, "fieldId": 1, "value": "shown"},
        {"itemId": 1, "fieldId": 2, "value": secret("ip")},
        {"itemId": 1, "fieldId": 3, "value": secret()},
        {"itemId": 1, "fieldId": 4, "value": secret()},
    ),
    "tiki_articles": (
        {
            "articleId": 1, "title": "News", "heading": "h", "body": "b", "authorName": "Ann",
            "author": secret("email"), "ispublished": "y", "publishDate": 1_500_000_000,
            "created": 1_500_000_000, "hash": secret(), "list_image_x": 0, "lang": "",
            "topicId": 1, "useImage": "y", "image_name": "hull.png", "image_type": "image/png",
            "image_size": 4, "image_data": "hull", "image_caption": "The hull",
        },
        {
            "articleId": 2, "title": "Draft", "ispublished": "n", "created": 1_500_000_000,
            "useImage": "y", "image_name": f"{secret()}.png", "image_data": secret(),
            "image_caption": secret(), "image_alt": secret(),
        },
    ),
    "tiki_submissions": (
        {
            "subId": 1, "title": "Poem", "created": 1_500_000_000, "useImage": "y",
            "image_name": f"{secret()}.png", "image_data": secret(), "image_caption": secret(),
        },
    ),
    "tiki_topics": ({"topicId": 1, "name": "Yard", "image_name": "", "image_data": "yard"},),
    "tiki_forum_attachments": (
        {
            "attId": 1, "threadId": 0, "qId": 3, "filename": f"{secret()}.txt",
            "filetype": "text/plain", "filesize": 0, "data": secret(), "dir": secret(),
        },
    ),
    "tiki_tracker_item_attachments": (
        {
            "attId": 1, "itemId": 99, "filename": f"{secret()}.txt", "filetype": "text/plain",
            "filesize": 0, "user": secret(), "comment": secret(), "data": secret(),
            "longdesc": secret(), "version": secret(),
        },
    ),
    "tiki_blog_posts_images": (
        {"imgId": 1, "postId": 2, "filename": f"{secret()}.gif", "data": secret()},
    ),
    "tiki_blog_posts": (
        {
            "postId": 1, "blogId": 1, "title": "P", "data": "x", "created": 1_500_000_000,
            "user": secret("ip"), "priv": "n", "trackbacks_to": secret(),
            "trackbacks_from": secret(),
        },
        {"postId": 2, "blogId": 1, "title": "Q", "data": secret(), "priv": "y"},
    ),
    "tiki_blogs": ({"blogId": 1, "title": "B", "user": secret()},),
    "users_grouppermissions": tuple(
        {"groupName": "Anonymous", "permName": f"tiki_p_{name}"}
        for name in (
            "view", "view_trackers", "view_file_gallery", "download_files", "read_article",
            "wiki_view_attachments", "wiki_view_comments", "read_comments", "read_blog",
        )
    ),
    **{
        table: ({column: secret(kind) for column, kind in columns.items()},)
        for table, columns in {
            "tiki_sessions": {"sessionId": "secret", "data": "secret", "user": "email"},
            "sessions": {"sesskey": "secret", "data": "secret"},
            "tiki_auth_tokens": {"token": "secret", "email": "email", "entry": "secret"},
            "tiki_api_tokens": {"token": "secret", "user": "email"},
            "tiki_user_mail_accounts": {"user": "secret", "pass": "secret", "smtpPass": "secret"},
            "tiki_user_login_cookies": {"secret": "secret", "userId": "secret"},
            "tiki_newsletter_subscriptions": {"email": "email", "code": "secret"},
            "tiki_user_watches": {"email": "email", "hash": "secret"},
            "tiki_actionlog": {"user": "email", "ip": "ip", "client": "secret"},
            "tiki_dsn": {"name": "secret", "dsn": "secret"},
            "tiki_source_auth": {"method": "secret", "arguments": "secret"},
            "tiki_banning": {"ip1": "ip", "user": "email"},
            "tiki_oauthserver_clients": {"client_secret": "secret", "redirect_uri": "secret"},
            "messu_messages": {"user_from": "email", "body": "secret", "subject": "secret"},
            "tiki_webmail_contacts": {"email": "email", "nickname": "secret"},
            "tiki_invited": {"email": "email", "used_on_user": "secret"},
            "tiki_credits": {"userId": "secret", "product_id": "secret"},
        }.items()
    },
}  # fmt: skip
"""The rows of a database in which every column that no page shows has a text of its own."""

_SECRETS = [
    part
    for rows in _ROWS.values()
    for row in rows
    for value in row.values()
    for part in re.findall(
        r"leak\d+x@\S+|leak\d+x|81\.2\.\d+\.\d+|2001:db8:[0-9a-f]+::1eaf", str(value)
    )
]


def sql_of(value: str | int) -> str:
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def dump() -> str:
    statements: list[str] = []
    for table, rows in _ROWS.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        defined = ", ".join(f"`{column}` text" for column in columns)
        statements.append(f"CREATE TABLE `{table}` ({defined});")
        for row in rows:
            values = ", ".join(sql_of(row.get(column, "")) for column in columns)
            statements.append(f"INSERT INTO `{table}` VALUES ({values});")
    return "-- MySQL dump 10.13\n" + "\n".join(statements) + "\n-- Dump completed\n"


def leaks(root: Path, but: str = "") -> list[str]:
    """The file and the text of each secret that is below ``root``, also in the names of files.

    Args:
        root: a folder.
        but: what secrets in it do not count.
    """
    found: list[str] = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        data = name.encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
        # Of mailboxes the name before the host is that of the author.
        found += [
            f"{name}: {text}"
            for text in _SECRETS
            if text not in but and (text.partition("@")[2] or text).encode() in data
        ]
    return found


@pytest.mark.parametrize("target", sorted(TARGETS))
@pytest.mark.parametrize(
    "more",
    [
        (),
        ("--debug-dump", "--set", "keep_source=true", "--set", "discussions=data",
         "--assets", "all", "--set", "redirect_hosts=nginx,json"),
    ],
    ids=["plain", "all"],
)  # fmt: skip
def test_no_secret_is_in_any_file(target: str, more: tuple[str, ...], tmp_path: Path) -> None:
    source, out = tmp_path / "wiki.sql", tmp_path / "out"
    source.write_text(dump(), "utf-8")
    command = ["convert", str(source), "-o", str(out), "-t", target, "--fail-on", "never", *more]
    for _ in range(2):
        result = call(*command)
        assert result.exit_code == 0, result.stderr
        assert not [text for text in _SECRETS if text in result.stdout + result.stderr]
    assert (out / ".tiki2md" / "report.json").is_file()
    # Sources that are asked for are there as they are.
    assert leaks(out, str(_ROWS["tiki_pages"][0]["data"]) if more else "") == []


def test_a_history_tells_only_what_its_readers_saw(tmp_path: Path) -> None:
    source = tmp_path / "wiki.sql"
    source.write_text(dump(), "utf-8")
    shown = {str(row[key]) for row in _ROWS["tiki_history"] for key in ("data", "description")}
    shown |= {str(row["comment"]) for row in _ROWS["tiki_history"]}
    result = call("history", str(source), "-o", "-", "-t", "hugo")
    assert result.exit_code == 0, result.stderr
    stream = result.stdout_bytes.decode()
    assert all(text in stream for text in shown)
    assert [text for text in _SECRETS if text in stream and text not in shown] == []


def test_what_is_told_of_a_wiki_names_no_secret(tmp_path: Path) -> None:
    source = tmp_path / "wiki.sql"
    source.write_text(dump(), "utf-8")
    # Logins are told to whoever has the export, for the table [authors].
    logins = {"creator", "user", "userName"}
    told = " ".join(
        str(v) for rows in _ROWS.values() for r in rows for k, v in r.items() if k in logins
    )
    for command in (["inspect", str(source)], ["inspect", str(source), "--format", "json"]):
        said = call(*command).stdout
        assert "pages" in said
        assert not [text for text in _SECRETS if text in said and text not in told]


def test_addresses_that_are_asked_for_are_found(tmp_path: Path) -> None:
    source, out = tmp_path / "wiki.sql", tmp_path / "out"
    source.write_text(dump(), "utf-8")
    call("convert", str(source), "-o", str(out), "-t", "hugo", "--set", "ip_addresses=true")
    assert any("81.2." in found for found in leaks(out))


def test_the_secrets_are_some() -> None:
    assert len(set(_SECRETS)) == len(_SECRETS) > 120
    assert sys.getsizeof(dump()) > 10_000
