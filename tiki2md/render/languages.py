"""The names of programming languages, from Tiki's highlighters to those of today."""

from __future__ import annotations

from types import MappingProxyType

_NAMES = MappingProxyType(
    {
        "c#": "csharp",
        "c++": "cpp",
        "c_mac": "c",
        "clike": "c",
        "cs": "csharp",
        "delphi": "pascal",
        "dos": "bat",
        "html4strict": "html",
        "html5": "html",
        "htmlmixed": "html",
        "java5": "java",
        "jquery": "javascript",
        "latex": "tex",
        "lisp": "common-lisp",
        "mysql": "sql",
        "objc": "objective-c",
        "oracle8": "sql",
        "oracle11": "sql",
        "php-brief": "php",
        "plsql": "sql",
        "rails": "ruby",
        "rsplus": "r",
        "sh": "bash",
        "shell": "bash",
        "text/plain": "text",
        "tiki": "",
        "tikiwiki": "",
        "tsql": "sql",
        "vb": "vbnet",
        "whitespace": "",
        "winbatch": "bat",
        "xorg_conf": "ini",
    }
)


def language_name(tiki_name: str) -> str:
    """What GitHub and Hugo call the language that ``{CODE(colors=…)}`` names; empty for none.

    Tiki's names are those of GeSHi and CodeMirror; most are the same everywhere.
    """
    name = tiki_name.strip().lower()
    return _NAMES.get(name, name)
