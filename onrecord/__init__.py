"""Reads raw news articles and writes down who said what, who stands where and on what conditions, what happened when.

    import onrecord
    findings = onrecord.find("“We will not go,” Ann Lee said.")      # one text
    built = onrecord.build_story(["articles/"], "story/")            # a pile of them
    story = onrecord.open_story("story/")                            # statements(), positions(), actors(), timeline()

Names are loaded when they are first used: importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.read import ReadOptions
    from onrecord.story import BuildOptions, Built, Story, build_story, find, open_story

_HOME = {
    "BuildOptions": "onrecord.story",
    "Built": "onrecord.story",
    "ReadOptions": "onrecord.read",
    "Story": "onrecord.story",
    "build_story": "onrecord.story",
    "find": "onrecord.story",
    "open_story": "onrecord.story",
}

__all__ = ["BuildOptions", "Built", "ReadOptions", "Story", "build_story", "find", "open_story"]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
