"""The plugin names that an upgrade from an old Tiki left behind (tiki-syntax §3.6)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.plugins.media import img
from tiki2md.plugins.registry import Body, PluginContext, PluginHandler, plugin

if TYPE_CHECKING:
    from collections.abc import Collection

    from tiki2md.nodes import Node, PluginNode

_RENAMED = {
    "THUMB": {"file": "fileId", "image": "src", "float": "imalign", "url": "link"},
    "IMAGE": {"scalesize": "max", "style": "stylebox", "descoptions": "styledesc"},
    "PICTURE": {"file": "src"},
}
OLD_IMAGES = frozenset(_RENAMED)
"""The names, in upper case."""
_ADDED = {"THUMB": {"thumb": "mouseover"}}


def image_aliases(names: Collection[str]) -> list[PluginHandler]:
    """Handlers for those of THUMB, IMAGE and PICTURE that a site defines.

    Args:
        names: the names in the site's preference ``pluginaliaslist``.
    """
    defined = {name.upper() for name in names} & OLD_IMAGES
    if not defined:
        return []

    @plugin(*sorted(defined), body=Body.NONE)
    def old_image(node: PluginNode, context: PluginContext) -> list[Node]:
        """An image, as IMG."""
        renamed = _RENAMED[node.name]
        arguments = {renamed.get(name, name): value for name, value in node.attrs_dict.items()}
        arguments = _ADDED.get(node.name, {}) | arguments
        return img(replace(node, attrs_dict=arguments), context)

    return [old_image]
