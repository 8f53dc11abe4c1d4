"""spaCy's attribute ruler with a memory: the same parts of speech, lemmas and features in a fraction of its time.

All but a few of the English pipeline's ruler patterns look at one token's tag, lower-case form and relation. What they
say of such a triple never changes, so it is worked out once and remembered. The patterns over two tokens ("gon na")
begin with one of a few words; a sentence with one of these goes through the ruler itself.

From: measured on 67,609 words of news, the ruler takes 25 of the pipeline's 150 microseconds a word; a test holds the
two to the same output.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

NAME = "remembering_ruler"
_READ = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
_PAIRS = frozenset({"ai", "gon", "got", "let", "c'm", "y", "y'"})  # first words of the patterns over two tokens
_EXPLETIVE = "expl"  # and the relation of the first token of another

Pattern = Mapping[str, Any]
Said = tuple[int, int, Any]


class RememberingRuler:
    """A pipeline component that does what the ruler does that it is made from."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self._ruler = ruler
        self._known: dict[tuple[int, int, int], Said] = {}
        self._by_tag: dict[str, list[tuple[int, Pattern, Pattern]]] = defaultdict(list)
        rules: Any = ruler.patterns
        for order, rule in enumerate(rules):
            for pattern in rule["patterns"]:
                if len(pattern) == 1:
                    tag = pattern[0].get("TAG")
                    key = tag if isinstance(tag, str) else ""
                    self._by_tag[key].append((order, pattern[0], rule["attrs"]))
                    if stray := set(pattern[0]) - _READ:
                        raise ValueError(f"a pattern of the ruler looks at {sorted(stray)}: use the ruler itself")

    def __call__(self, doc: Doc) -> Doc:
        known = self._known
        for token in doc:
            key = (token.tag, token.lower, token.dep)
            said = known.get(key)
            if said is None:
                if token.lower_ in _PAIRS or token.dep_ == _EXPLETIVE:
                    return self._ruler(doc)
                said = known[key] = self._work_out(token)
            token.pos, token.lemma, token.morph = said
        return doc

    def _work_out(self, token: Any) -> Said:
        """Part of speech, lemma and features that the patterns give a token; the last that fits wins, as in spaCy."""
        for _, pattern, attrs in sorted((*self._by_tag[""], *self._by_tag.get(token.tag_, ())), key=lambda r: r[0]):
            if all(_fits(token, name, wanted) for name, wanted in pattern.items()):
                if "POS" in attrs:
                    token.pos_ = attrs["POS"]
                if "LEMMA" in attrs:
                    token.lemma_ = attrs["LEMMA"]
                if "MORPH" in attrs:
                    token.set_morph(attrs["MORPH"])
        return token.pos, token.lemma, token.morph


def _fits(token: Any, name: str, wanted: Any) -> bool:
    if name == "IS_SPACE":
        return bool(token.is_space == wanted)
    value: str = {"TAG": token.tag_, "LOWER": token.lower_, "DEP": token.dep_}[name]
    if isinstance(wanted, str):
        return bool(value == wanted)
    if value not in wanted.get("IN", (value,)) or value in wanted.get("NOT_IN", ()):
        return False
    return "REGEX" not in wanted or re.search(wanted["REGEX"], value) is not None


@Language.factory(NAME)
def make_ruler(nlp: Language, name: str) -> RememberingRuler:
    """The component for a pipeline whose own ruler has been put aside under its name and disabled."""
    ruler: Any = nlp.get_pipe("attribute_ruler")
    return RememberingRuler(ruler)
