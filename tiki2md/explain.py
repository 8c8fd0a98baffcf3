"""What a plugin becomes, what a diagnostic means, what a target does: asked of the code itself."""

from __future__ import annotations

import inspect
import re
import textwrap
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.examples import EXAMPLES
from tiki2md.explanations import EXPLANATIONS
from tiki2md.migration import index_site, surroundings_of
from tiki2md.options import Options, with_values
from tiki2md.pipeline import convert_page
from tiki2md.plugins import Body, PluginHandler, default_registry
from tiki2md.plugins.fates import Fate, Outcome, WatchedRegistry
from tiki2md.plugins.parameters import Parameter, parameters_of
from tiki2md.render.targets import TARGETS
from tiki2md.samples import SAMPLE_PAGE, sample_wiki
from tiki2md.secrets import report_secrets
from tiki2md.site.layout import layout_of

if TYPE_CHECKING:
    from tiki2md.examples import Example
    from tiki2md.plugins import PluginSpec, Registry
    from tiki2md.site.layout import Layout

_EXAMPLE = re.compile(r"^Examples?:[ \t]*\n((?:[ \t]+\S.*\n?|[ \t]*\n)+)", re.MULTILINE)

BODIES = {
    Body.WIKI: "wiki text, read where it stands",
    Body.TRIMMED: "wiki text, read where it stands, without the white space around it",
    Body.BARE: "wiki text, read in place of the call",
    Body.OWN: "wiki text, read as a text of its own",
    Body.RAW: "read as it is; the plugin decides what it means",
    Body.NONE: "none",
}
"""How the body of a plugin is read, in words."""

# Arguments that would say nothing, or something wrong, as just any word.
_SAMPLES = {
    "page": "Harbour",
    "pagename": "Harbour",
    "url": "https://example.org/",
    "href": "https://example.org/",
    "src": "https://example.org/quay.png",
    "label": "A label",
    "title": "A title",
    "name": "name",
    "lang": "en",
    "type": "wiki page",
}
_NOT_MARKDOWN = re.compile(
    r"<!--.*?-->|^(?P<fence>`{3,}+).*?^(?P=fence)|(?<!`)(?P<ticks>`++).*?(?P=ticks)",
    re.DOTALL | re.MULTILINE,
)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginExplanation:
    """All there is to say of one plugin.

    Attributes:
        name: upper case.
        becomes: what its handler says of itself.
        handler: the dotted name of the handler; empty if there is none.
        body: how its body is read.
        fate: what became of the sample.
        arguments: those that Tiki declares.
        sample: a call.
        markdown: what it became.
        findings: what was reported of it, as text.
        written: for each target, whether the sample is ``Markdown``, ``HTML`` or ``nothing``.
    """

    name: str
    becomes: str
    handler: str
    body: str
    fate: Fate
    arguments: tuple[Parameter, ...]
    sample: str
    markdown: str
    findings: tuple[str, ...]
    written: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeExplanation:
    """All there is to say of one diagnostic.

    Attributes:
        code: its identifier.
        severity: how bad it is.
        says: the template of its message.
        meaning: what it is about.
        remedy: what to do.
        example: a page that causes it; empty if no text of a page can.
        found: its message, of the example where there is one.
        options: what the example needs besides the defaults.
    """

    code: str
    severity: str
    says: str
    meaning: str
    remedy: str
    example: str
    found: str
    options: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetExplanation:
    """All there is to say of one target.

    Attributes:
        name: as users type it.
        description: what it is.
        site: how a whole wiki is laid out.
        writes: for some constructs, whether they are ``Markdown`` or ``HTML``, and a sample.
    """

    name: str
    description: str
    site: str
    writes: dict[str, tuple[str, str]]


def explain_plugin(
    name: str, registry: Registry | None = None, options: Options | None = None
) -> PluginExplanation | None:
    """What becomes of a plugin; ``None`` if none has this name.

    Args:
        name: in any case.
        registry: the plugins that are known.
        options: of the conversion of the sample.
    """
    registry = registry or default_registry()
    spec = registry.get(name)
    if spec is None:
        return None
    options = options or Options()
    becomes, example = _documented(spec)
    sample = example or generic_call(spec)
    markdown, fate, findings = _converted(sample, spec.name, registry, options)
    written = {
        target: _form(_converted(sample, spec.name, registry, replace(options, target=target))[0])
        for target in TARGETS
    }
    return PluginExplanation(
        name=spec.name,
        becomes=becomes,
        handler=spec.origin,
        body=BODIES[spec.body],
        fate=fate,
        arguments=parameters_of(spec.name),
        sample=sample,
        markdown=markdown,
        findings=findings,
        written=written,
    )


def names_explained(registry: Registry | None = None) -> list[str]:
    """Everything that can be asked for.

    Args:
        registry: the plugins that are known.
    """
    registry = registry or default_registry()
    return [*registry.names(), *(code.identifier for code in Code), *TARGETS]


def plugin_fates(registry: Registry | None = None) -> dict[Fate, list[str]]:
    """The names of all plugins by what becomes of a sample of each.

    Args:
        registry: the plugins that are known.
    """
    registry = registry or default_registry()
    fates: dict[Fate, list[str]] = {fate: [] for fate in Fate}
    for name in registry.names():
        fates[plugin_fate(name, registry)].append(name)
    return fates


def plugin_fate(name: str, registry: Registry) -> Fate:
    """What becomes of a sample of the plugin ``name``."""
    spec = registry.get(name)
    if spec is None:
        return Fate.COMMENT
    sample = _documented(spec)[1] or generic_call(spec)
    return _converted(sample, spec.name, registry, Options())[1]


def explain_code(identifier: str) -> CodeExplanation | None:
    """What a diagnostic means; ``None`` if there is no such code.

    Args:
        identifier: such as ``plugin-kept``.
    """
    for code in Code:
        if code.identifier == identifier.lower():
            meaning, remedy = EXPLANATIONS[code]
            return CodeExplanation(
                code=code.identifier,
                severity=code.severity.label,
                says=code.template,
                meaning=meaning,
                remedy=remedy,
                example=EXAMPLES[code].source,
                found=_found(code, EXAMPLES[code]),
                options=dict(EXAMPLES[code].options),
            )
    return None


def _found(code: Code, example: Example) -> str:
    """The message of a code, met by converting its example if that can be converted."""
    if not example.source:
        return code.template.format(**example.values)
    options = with_values(Options(), dict(example.options))
    findings = _converted(example.source, "", default_registry(), options)[2]
    start = f"{code.severity.label} {code.identifier}: "
    return next(found.removeprefix(start) for found in findings if found.startswith(start))


def explain_target(name: str) -> TargetExplanation | None:
    """What a target does; ``None`` if there is none of this name.

    Args:
        name: such as ``hugo``.
    """
    target = TARGETS.get(name.lower())
    if target is None:
        return None
    writes = {}
    for what, source in _SHOWN_OF_TARGETS.items():
        markdown = convert_page(source, Options(target=target.name))
        writes[what] = (_form(markdown), markdown)
    return TargetExplanation(
        name=target.name,
        description=target.description,
        site=_site_of(layout_of(target.name)),
        writes=writes,
    )


def _site_of(layout: Layout) -> str:
    folder = f"in the folder {layout.folder}" if layout.folder else "in the folder that is named"
    parts = [f"pages lie {folder}", f"{'with' if layout.front_matter else 'without'} front matter"]
    if layout.file_names == "titles":
        parts.append("a file has the title of its page")
    if layout.in_folders("auto"):
        parts.append("structures are folders")
    if layout.home:
        parts.append(f"the home page is {layout.home}.md")
    if layout.scaffold:
        parts.append("what the site needs to build is written too")
    return "; ".join(parts)


_SHOWN_OF_TARGETS = {
    "Tables": "||a|b\nc|d||",
    "Struck text": "--old--",
    "Definitions": ";term:meaning",
    "Call-outs": '{REMARKSBOX(type="warning" title="High water")}Quay closed.{REMARKSBOX}',
    "Folded sections": '{FADE(label="More")}Text.{FADE}',
    "Footnotes": "Word{FOOTNOTE()}A note.{FOOTNOTE}",
    "Code": '{CODE(colors="php" caption="a.php" ln="1")}echo 1;{CODE}',
    "Underlined text": "===word===",
}
"""Constructs that targets write in different ways."""


def _documented(spec: PluginSpec) -> tuple[str, str]:
    """What a handler says of itself, and the sample in it, made one of ``spec``'s name."""
    handler = spec.handler
    function = handler.function if isinstance(handler, PluginHandler) else handler
    text = (inspect.getdoc(function) if function is not None else "") or spec.summary
    match = _EXAMPLE.search(text)
    if match is None:
        return text.strip(), ""
    sample = textwrap.dedent(match[1]).strip("\n")
    if isinstance(handler, PluginHandler):
        # A handler of several plugins has the sample of one of them.
        names = "|".join(handler.names)
        sample = re.sub(rf"\{{(?:{names})(?=[(}}])", f"{{{spec.name}", sample)
    return (text[: match.start()] + text[match.end() :]).strip(), sample


def generic_call(spec: PluginSpec) -> str:
    """A call with those arguments that Tiki wants, and a body where there can be one.

    Args:
        spec: the plugin.
    """
    arguments = " ".join(
        f'{parameter.name}="{_SAMPLES.get(parameter.name.lower(), "1")}"'
        for parameter in parameters_of(spec.name)
        if parameter.required
    )
    if spec.body is Body.NONE:
        return f"{{{spec.name}({arguments})/}}"
    return f"{{{spec.name}({arguments})}}text{{{spec.name}}}"


def _converted(
    sample: str, name: str, registry: Registry, options: Options
) -> tuple[str, Fate, tuple[str, ...]]:
    watched, outcomes = _watched(registry)
    reporter = Reporter(page=SAMPLE_PAGE, source=sample)
    site = index_site(sample_wiki(), options, watched)
    page = site.index.find(SAMPLE_PAGE)[0].page
    around = surroundings_of(page, site.index, registry=watched, site=site)
    outcomes.clear()
    report_secrets(sample, reporter)
    markdown = convert_page(sample, options, around, reporter)
    fates = [outcome.fate for outcome in outcomes if outcome.node.name == name]
    findings = tuple(
        f"{found.severity.label} {found.code.identifier}: {found.message}"
        for found in reporter.diagnostics
    )
    return markdown, fates[-1] if fates else Fate.COMMENT, findings


@lru_cache(maxsize=4)
def _watched(registry: Registry) -> tuple[WatchedRegistry, list[Outcome]]:
    """A registry that writes down what became of each call; a new one needs a new parser."""
    outcomes: list[Outcome] = []
    return WatchedRegistry(registry, outcomes.append), outcomes


def _form(markdown: str) -> str:
    text = _NOT_MARKDOWN.sub(" ", markdown)
    if _TAG.search(text):
        return "HTML"
    return "Markdown" if markdown.strip() else "nothing"
