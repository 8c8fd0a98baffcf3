"""The AST as Tiki markup in one fixed form, from the fields of its nodes.

``unparse`` gives back what was read; ``canonical`` writes what it *means*: parsing
the result gives the same AST, and writing that again the same text.  "The same" is
:func:`comparable`: node types, fields and text, whatever the spans, the source text
of a node and the way in which a character was protected.

Text stays text: a character that would be read as markup is written by its code
(``~95~``, tiki-syntax §7.5), and where two things must not touch, an empty
``~np~~/np~`` stands between them.  Formats that a block cuts are separate pairs.

What Tiki's syntax cannot say at all is told by :func:`inexpressible`:

- ``monospace-mid-word``: ``-+x+-`` is only read at a line's start or after white
  space (§7); a piece that a table or another format cuts off stands elsewhere.
- ``cut-after-block``: a box, a link or a colour that goes on behind a heading, an
  item or a rule.  Its opening mark would stand on the block's line (§4).
- ``cut-titlebar``: a titlebar that crosses another format; no line can hold both (§4.7).
- ``hidden-in-link``: underline, centre and box are not seen inside ``[url|text]``
  (§2.12) unless the link is glued to a letter, which cutting may end.
- ``link-in-label``: a link or a smiley inside ``((page|text))``: the first closing
  parenthesis ends it, and brackets are text there (§8.1).
- ``link-in-term``: a term that holds a link and more is no term (§4.5).
- ``address-behind-markup``: a bare address needs a space, a line's start or a
  parenthesis before it (§7.9).
- ``odd-address``: a bare address with a tilde that would become a code (``~np``
  at its end), one with the opening mark of a wiki link in it, or a DOI of nothing.
- ``open-noparse``: a ``~np~`` without its end in a verbatim text; the first end that
  follows anywhere would belong to it (§2.4).

The rest of such a document is still written, and none of its text is lost.
"""

from tiki2md.syntax.canonical.compare import comparable
from tiki2md.syntax.canonical.limits import inexpressible
from tiki2md.syntax.canonical.writer import canonical

__all__ = ["canonical", "comparable", "inexpressible"]
