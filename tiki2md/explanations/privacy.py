"""What each finding about secrets means, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.explanations.explanation import Explanation

if TYPE_CHECKING:
    from collections.abc import Mapping

PRIVACY: Mapping[Code, Explanation] = {
    Code.SECRET_PASSWORD: Explanation(
        "The page holds what looks like a password, a private key or a key of a service. What "
        "only members of the wiki could read may become public.",
        "Change the password, which is the only cure if the page ever was public; then take it "
        "out of the page. A sample that is none: ignore it, with the reason.",
    ),
    Code.SECRET_EMAIL: Explanation(
        "The page holds e-mail addresses of people, who may not want them on a public site. "
        "Programs that send spam collect them.",
        "Ask them, or take the addresses out of the page. Nothing is taken out by itself.",
    ),
    Code.SECRET_HIDDEN: Explanation(
        "A hidden text of Tiki's, or the call of a plugin that is kept in a comment, told a "
        "password, an e-mail address or that of a machine. Readers of the wiki did not see it, "
        "but those who look at the source of the new page would. An ellipsis is in its place.",
        "Nothing, but change a password that was in a public wiki.",
    ),
    Code.SECRET_IP: Explanation(
        "The page holds addresses of machines on the internet: servers of yours, or people "
        "who edited or wrote in a log.",
        "Take out what is nobody's business.",
    ),
}
"""One for every code that begins with ``secret-``."""
