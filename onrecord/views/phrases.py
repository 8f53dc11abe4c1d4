"""Phrases that the report and the terminal share, so that they say one thing alike."""

from __future__ import annotations

import re
from datetime import date, timedelta

from onrecord.dossier import SaidStatement

ANONYMOUS = {"condition": "asked not to be named", "sources": "unnamed sources", "unnamed": "unnamed"}
KINDS = {"direct": "", "mixed": "partly quoted", "indirect": "reported"}
_UNFINISHED = re.compile(r"[,;](?P<mark>[”’\"']?)$")


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 report", "3,000 reports", "2 stories"."""
    many = f"{noun[:-1]}ies" if noun.endswith("ory") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else many}"


def whole_period(first: str, last: str) -> str:
    """The year ("2025"), years ("1997 – 2009") or month ("2025-02") that two days (ISO) open and close, else ""."""
    try:
        following = date.fromisoformat(last) + timedelta(days=1)
    except (ValueError, OverflowError):
        return ""
    if first[4:] == "-01-01" and last[4:] == "-12-31":
        return first[:4] if first[:4] == last[:4] else f"{first[:4]} – {last[:4]}"
    return first[:7] if first[:7] == last[:7] and first.endswith("-01") and following.day == 1 else ""


def according(voice: str) -> str:
    """By whom a thing is told: "according to Smith", "by whom is unknown"."""
    return "by whom is unknown" if voice == "unknown speaker" else f"according to {voice}"


def taken_on(method: str, by: str, name: str) -> str:
    """On what actors of several articles were taken for one, in a reader's words: "the same country", "surname and
    role (senator)". ``by`` is shown where it says more than the name.
    """  # fmt: skip
    told = _TAKEN.get(method, method)
    more = by and ":" not in by and by != name and method != "own"
    return f"{told} ({by})" if more else told


_TAKEN = {
    "country": "the same country", "name": "the same name", "full name": "the same full name",
    "initials": "initials of its name", "single name": "the same single name", "own": "named so there only",
    "surname": "a surname that only they have", "surname and role": "the same surname and role",
    "surname and company": "the same surname beside the same people", "office": "the only one named in that office",
    "known actor": "the list of known actors", "human": "a correction by hand", "correction": "a correction by hand",
}  # fmt: skip


def finished(words: str) -> str:
    """A quotation as it is shown alone: without the comma that only led on to "she said"."""
    return _UNFINISHED.sub(lambda mark: mark["mark"], words)


def is_led(statement: SaidStatement) -> bool:
    """Whether the words that lead to a statement are shown with it: not where it is a quotation, which speaks alone."""
    words = statement.words.strip()
    is_quotation = words[:1] in set("“\"‘'") or not set('“"') & set(words)
    return bool(statement.lead) and not (statement.kind == "direct" and is_quotation)


def said_how(statement: SaidStatement) -> str:
    """What a statement does and in whose words: "refuse, reported", "not say, partly quoted, as told by Smith"."""
    act = f"not {statement.act}" if statement.negated else statement.act
    told = f"as told by {statement.told_by}" if statement.told_by else ""
    return ", ".join(filter(None, (act, KINDS[statement.kind], told, *cited_how(statement))))


def cited_how(statement: SaidStatement) -> list[str]:
    """Where its reports have a statement from, and how they keep its speaker unnamed: "via Reuters", "unnamed"."""
    via = dict.fromkeys(carrier.via for carrier in statement.carriers if carrier.via)
    unnamed = dict.fromkeys(ANONYMOUS[carrier.anonymous] for carrier in statement.carriers if carrier.anonymous)
    return [*(f"via {name}" for name in via), *unnamed]
