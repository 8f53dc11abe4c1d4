"""Bytes to text: which encoding, what was mended, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# First bytes of formats that are never text: what each is and what to do.
_MAGIC = (
    (b"%PDF-", "a PDF; save its text first, for instance with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or office document; unpack it or save it as text"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as text"),
    (b"{\\rtf", "an RTF document; save it as text"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"BZh", "a bzip2 file; unpack it"),
    (b"\xfd7zXZ", "an xz file; unpack it"),
    (b"\x28\xb5\x2f\xfd", "a zstd file; unpack it"),
    (b"\x7fELF", "a program"),
)
_SAMPLE_BYTES = 65_536
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27} | {127})
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CP1252_UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")
# In English text these high bytes stand between letters or beside a space; others speak against the code.
_CP1252_LIKELY = re.compile(
    rb"[A-Za-z][\x92\xb4](?=[a-z])|(?:^|[\s(])[\x91\x93](?=[A-Z\w])|[\w.,?!][\x92\x94](?=\W|$)|[\x85\x96\x97\xa3\xa9\xae]|"
    rb"[A-Za-z][\xe0-\xf6\xf8-\xfd](?=[a-z\s.,])"
)
# The letters of code page 850 (é ü â ä å ö ø between small letters): Windows-1252 has marks there, Mac Roman capitals.
_DOS_LIKELY = re.compile(rb"(?<=[A-Za-z])[\x81-\x84\x86\x94\x9b](?=[a-z])")
_MAC_LIKELY = re.compile(
    rb"[A-Za-z]\xd5(?=[a-z])|[A-Za-z][\x8a\x8c\x9a\x9f](?=[a-z])|(?:^|[\s(])[\xd2\xd4](?=[A-Z\w])|[\w.,?!][\xd3\xd5](?=\W|$)|[\xc9\xd0\xd1]|[A-Za-z][\x8e\x8f](?=[a-z])"
)


class Decoded(NamedTuple):
    """Text with the encoding it had; ``doubts`` are (problem code, what happened) pairs."""

    text: str
    encoding: str
    doubts: tuple[tuple[str, str], ...] = ()


def what_binary(data: bytes) -> str | None:
    """What a file that is not text is, in words, or None if it may be text."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return what
    head = data[:_SAMPLE_BYTES]
    if data.startswith(tuple(bom for bom, _ in _BOMS)) or _wide_encoding(head):
        return None
    head = _islands_mended(head)[0]
    odd = len(head) - len(head.translate(None, _CONTROLS))
    return "not text" if odd > max(4, len(head) // 20) else None


def decode(data: bytes, charset: str = "") -> Decoded:
    """The text of bytes, by byte order mark, UTF-8, the charset that a server or page names, then by likelihood.

    Bytes that no encoding explains become U+FFFD and are told as a doubt. Misses: rare 8-bit codes in short texts, as
    cp1252 fits any bytes; charset-normalizer is asked only where neither cp1252 nor Mac Roman looks like English.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _told(data[len(bom) :].decode(name, "replace"), name)
    wide = _wide_encoding(data[:_SAMPLE_BYTES])
    if wide:
        return _told(data.decode(wide, "replace"), wide)
    data, islands = _islands_mended(data)
    if islands:
        message = f"parts that are UTF-16 within UTF-8 were mended: {islands}; check names with accents"
        return Decoded(data.decode("utf-8", "replace"), "utf-8", (("mixed-encoding", message),))
    try:
        return _told(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if charset and (text := _try(data, charset)) is not None:
        return _told(text, charset.lower())
    valid = sum(len(m) for m in _MULTIBYTE.findall(data))
    stray = len(_MULTIBYTE.sub(b"", data).translate(None, bytes(range(128))))
    if valid > 2 * stray:
        doubt = f"bytes that are not UTF-8 as the rest is: {stray}; read as Windows-1252"
        return Decoded(_mixed(data), "utf-8", (("mixed-encoding", doubt),))
    return _by_likelihood(data)


def _told(text: str, encoding: str) -> Decoded:
    lost = text.count("\ufffd")
    if not lost:
        return Decoded(text, encoding)
    message = (
        f"characters lost before or while reading: {lost} (\ufffd, where none can be put back); get the file again"
    )
    return Decoded(text, encoding, (("lost-characters", message),))


def _try(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _wide_encoding(head: bytes) -> str:
    """UTF-16 or UTF-32 without a byte order mark: every second byte, or three of four, is NUL in English. "" else."""
    if len(head) < 8 or b"\0" not in head:
        return ""
    quarter = len(head) // 4
    zeros = [head[k::4].count(0) for k in range(4)]
    if min(zeros[2:]) > 0.95 * quarter and zeros[1] > 0.6 * quarter and zeros[0] < 0.1 * quarter:
        return "utf-32-le"
    if min(zeros[:2]) > 0.95 * quarter and zeros[2] > 0.6 * quarter and zeros[3] < 0.1 * quarter:
        return "utf-32-be"
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


# A run of UTF-16 characters of English text: letters with a NUL each, and punctuation of U+2010 to U+203A.
_ISLAND = re.compile(rb"(?:\xff\xfe)?(?:[\x09\x0a\x0d\x20-\xff]\x00|[\x10-\x3a]\x20){8,}")


def _islands_mended(data: bytes) -> tuple[bytes, int]:
    """The bytes with runs of UTF-16 as UTF-8, as where a file was put together of two; and how many runs there were."""
    if b"\0" not in data:
        return data, 0
    return _ISLAND.subn(lambda m: m[0].decode("utf-16-le", "replace").lstrip("\ufeff").encode("utf-8"), data)


def _mixed(data: bytes) -> str:
    """UTF-8 where it is valid, Windows-1252 for each byte that is not."""
    return data.decode("utf-8", "onrecord.windows")


def _windows_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _windows(error.object[error.start : error.end]), error.end


codecs.register_error("onrecord.windows", _windows_bytes)


def _windows(data: bytes) -> str:
    """Windows-1252, its five undefined bytes as the control characters that browsers make of them."""
    if not _CP1252_UNDEFINED & set(data):
        return data.decode("cp1252")
    return "".join(chr(byte) if byte in _CP1252_UNDEFINED else bytes((byte,)).decode("cp1252") for byte in data)


def _by_likelihood(data: bytes) -> Decoded:
    sample = data[:_SAMPLE_BYTES]
    high = len(sample.translate(None, bytes(range(128))))
    windows, mac = len(_CP1252_LIKELY.findall(sample)), len(_MAC_LIKELY.findall(sample))
    dos = len(_DOS_LIKELY.findall(sample))
    if dos > max(windows, mac):
        message = "read as code page 850 by its letters; save it as UTF-8 if names look wrong"
        return Decoded(data.decode("cp850"), "cp850", (("unknown-encoding", message),))
    if max(windows, mac) * 2 >= high:
        return Decoded(_windows(data), "cp1252") if windows >= mac else Decoded(data.decode("mac_roman"), "mac_roman")
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is not None and (text := _try(data, best.encoding)) is not None:
        return Decoded(text, best.encoding)
    message = "the encoding is not known; read as Windows-1252. Save it as UTF-8 if characters look wrong"
    return Decoded(_windows(data), "cp1252", (("unknown-encoding", message),))


# --- mojibake: UTF-8 that somebody read as Windows-1252 and saved again ---------------------------

_HIGH = "\u0080-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# The first byte of a UTF-8 sequence and the bytes that follow, as Windows-1252 shows them.
_GARBLED = re.compile(rf"â[{_HIGH}]{{2}}|[ÂÃÄÅÆË][{_HIGH}]|ð[{_HIGH}]{{3}}|â€(?=[\s.,)]|$)")


def mend_mojibake(text: str) -> tuple[str, int]:
    """The text with garbled characters as they were meant, and how many there were; read wrongly up to four times over.

    Only a sequence that is valid UTF-8 when written as Windows-1252 is changed.
    """
    total = 0
    for _ in range(4):
        text, count = _mended_once(text)
        if not count:
            break
        total += count
    return text, total


def _mended_once(text: str) -> tuple[str, int]:
    if text.isascii() or _GARBLED.search(text) is None:
        return text, 0
    mended = 0

    def meant(match: re.Match[str]) -> str:
        nonlocal mended
        shown = match.group()
        if shown == "â€":
            mended += 1
            return "”"  # the byte 9D has no character in Windows-1252, many programs drop it
        try:
            right = b"".join(_byte(c) for c in shown).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return shown
        mended += 1
        return right

    return _GARBLED.sub(meant, text), mended


def _byte(character: str) -> bytes:
    return character.encode("latin-1") if "\x80" <= character <= "\x9f" else character.encode("cp1252")


# --- marks that a program replaced: "\ufffdWe will not pay,\ufffd Lee said", "She doesn\ufffdt" ----------------

_LOST = "(?:\ufffd|â\\?\\?)"
_APOSTROPHE = re.compile(rf"(?<=[A-Za-z]){_LOST}(?=(?:s|t|re|ll|ve|d|m)\b)")
_LOST_MARK = re.compile(
    rf"(?P<first>(?:(?<=[\s(\[])|(?<![\S\s])){_LOST}(?=\w))|(?P<last>(?<=[\w.,?!;:…]){_LOST}(?=[\s.,;:)]|$))"
)


def mend_lost_marks(text: str) -> tuple[str, int]:
    """The text with lost apostrophes and quotation marks where their place leaves no doubt, and how many those were.

    A mark goes back only in a paragraph whose lost marks open and close in turn; else it stays lost.
    """
    if re.search(_LOST, text) is None:
        return text, 0
    text, total = _APOSTROPHE.subn("’", text)
    lines = text.split("\n")
    for k, line in enumerate(lines):
        kinds = [m.lastgroup for m in _LOST_MARK.finditer(line)]
        if kinds and kinds == ["first", "last"] * (len(kinds) // 2):
            lines[k], count = _LOST_MARK.subn(lambda m: "“" if m.lastgroup == "first" else "”", line)
            total += count
    return "\n".join(lines), total
