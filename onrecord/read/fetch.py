"""The bytes behind an address that the user gave; the only place in OnRecord that uses the network."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from dataclasses import replace
from email.message import Message
from email.utils import parsedate_to_datetime

from onrecord.read.inputs import Input, ReadOptions, Unreadable, is_url, read_whole

_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; OnRecord; reads a page once for its user)",
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/json,text/plain,*/*;q=0.5",
}


def fetch(found: Input, options: ReadOptions) -> tuple[Input, bytes]:
    """The input with what the server said of it, and its bytes.

    The whole answer must come within ``options.fetch_seconds``: a time limit of the socket begins anew with each byte.

    Raises: `Unreadable` (fetch-failed, too-large, bad-url).
    """
    got: list[tuple[Input, bytes] | Unreadable] = []

    def work() -> None:
        try:
            got.append(_fetch(found, options))
        except Unreadable as error:
            got.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(options.fetch_seconds)
    if not got:
        message = f"the answer took longer than {options.fetch_seconds:g} s; save the page and give the file"
        raise Unreadable("fetch-failed", message)
    if isinstance(got[0], Unreadable):
        raise got[0]
    return got[0]


def _fetch(found: Input, options: ReadOptions) -> tuple[Input, bytes]:
    try:
        request = urllib.request.Request(found.location, headers=_HEADERS)
        with urllib.request.urlopen(request, timeout=options.timeout_seconds) as response:
            final = str(response.geturl())
            if not is_url(final):
                raise Unreadable("fetch-failed", f"led to {final[:80]!r}, which is no web page")
            body = read_whole(response, options.max_bytes)
            headers: Message = response.headers
    except urllib.error.HTTPError as error:
        raise Unreadable(
            "fetch-failed", f"the server answered {error.code} {error.reason}; open it in a browser and save it"
        ) from error
    except Unreadable:
        raise
    except ValueError as error:
        raise Unreadable("bad-url", f"not a web address ({error}); check it") from error
    except Exception as error:  # sockets, TLS and proxies each raise their own; none of them may stop the rest
        reason = getattr(error, "reason", None) or error
        message = f"could not be fetched ({reason}); check the network, or save the page and give the file"
        raise Unreadable("fetch-failed", message) from error
    said = replace(
        found, media_type=headers.get_content_type(), charset=headers.get_content_charset() or "",
        retrieved=_moment(headers.get("Date")), url=final,
    )  # fmt: skip
    return said, body


def _moment(date: str | None) -> str | None:
    """The server's own time of the answer: OnRecord has no clock."""
    try:
        return parsedate_to_datetime(date).isoformat() if date else None
    except (ValueError, TypeError):
        return None
