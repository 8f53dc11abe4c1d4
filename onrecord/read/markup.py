"""Small pieces of HTML, as feeds and JSON records carry them, to plain text."""

from __future__ import annotations

import html
import re

_BLOCKS = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote tr table section article header footer figure figcaption hr pre "
    "dd dt".split()
)
_DROPPED = frozenset(("script", "style", "noscript", "template", "iframe", "svg"))
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>|<[!?][^<>]*>|<!\[CDATA\[|\]\]>")


def plain_text(markup: str) -> str:
    """The words of a piece of HTML, a line for each paragraph; scripts and styles left out. Linear in its length."""
    markup = _without_comments(markup)
    parts: list[str] = []
    dropped = ""
    position = 0
    for match in _TAG.finditer(markup):
        if not dropped:
            parts.append(_spaces(markup[position : match.start()]))
        position = match.end()
        name = (match[2] or "").lower()
        if name in _DROPPED:
            dropped = "" if match[1] else name
        elif name in _BLOCKS and not dropped:
            parts.append("\n")
    if not dropped:
        parts.append(_spaces(markup[position:]))
    text = html.unescape("".join(parts))
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _without_comments(markup: str) -> str:
    parts: list[str] = []
    position = 0
    while (start := markup.find("<!--", position)) >= 0:
        parts.append(markup[position:start])
        end = markup.find("-->", start + 4)
        if end < 0:
            return "".join(parts)
        position = end + 3
    return "".join(parts) + markup[position:]


def _spaces(text: str) -> str:
    return re.sub(r"\s+", " ", text)
