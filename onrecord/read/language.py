"""Whether a text is English, told offline from its story words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

MIN_WORDS = 20  # fewer say too little
_SAMPLE_CHARS = 4000
_SURE = 0.9  # of py3langid's normalised probability
_WORD = re.compile(r"[^\W\d_]+")
# Words that English cannot do without and other Latin-script languages hardly write: their share is .09 or more in all
# but 2 of 1,336 English articles (PolNeAR train, BASIL, ECB+ dev) and at most .012 in 12 texts of ten other languages.
_ENGLISH = frozenset(
    "the of and to that is was for it with he as on by be his at from has had have not are they who will".split()
)
_ENGLISH_SHARE = 0.12


def other_language(text: str) -> str | None:
    """The ISO 639-1 code of the language if it is surely not English; None if English, mixed or too short."""
    words = _WORD.findall(_sample(text))
    if len(words) < MIN_WORDS and sum(map(len, words)) < 4 * MIN_WORDS:
        return None
    if sum(word.lower() in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words):
        return None
    language, probability = _identifier().classify(" ".join(words))
    return str(language) if language != "en" and probability >= _SURE else None


def _sample(text: str) -> str:
    """Beginning and middle: a foreign article under an English banner is still foreign."""
    if len(text) <= 2 * _SAMPLE_CHARS:
        return text
    middle = len(text) // 2
    return text[:_SAMPLE_CHARS] + " " + text[middle : middle + _SAMPLE_CHARS]


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
