"""Dates of metadata: what is read, and what stays unread because it is unclear."""

from __future__ import annotations

import pytest

from onrecord.read.dates import iso_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2025-02-17", "2025-02-17"),
        (" 2025-2-7 ", "2025-02-07"),
        ("2025/02/17", "2025-02-17"),
        ("20250217", "2025-02-17"),
        ("2025-02-17T10:15:00Z", "2025-02-17T10:15:00+00:00"),
        ("2025-02-17T10:15:00.123+0100", "2025-02-17T10:15:00+01:00"),
        ("2025-02-17 10:15", "2025-02-17T10:15:00"),
        ("2025-02-17 10:15:00 UTC", "2025-02-17T10:15:00+00:00"),
        ("20250217T101500Z", "2025-02-17T10:15:00+00:00"),
        ("Mon, 17 Feb 2025 10:15:00 GMT", "2025-02-17T10:15:00+00:00"),
        ("Mon, 17 Feb 2025 10:15:00 -0500", "2025-02-17T10:15:00-05:00"),
        ("17 February 2025", "2025-02-17"),
        ("Monday, 17 February 2025", "2025-02-17"),
        ("17th of February 2025", "2025-02-17"),
        ("February 17, 2025", "2025-02-17"),
        ("Feb. 17, 2025 at 5:30 p.m.", "2025-02-17"),
        ("Sept. 3, 2024", "2024-09-03"),
        ("29 February 2024", "2024-02-29"),
    ],
)
def test_read(written: str, iso: str) -> None:
    assert iso_date(written) == iso


@pytest.mark.parametrize(
    "written",
    [
        "", "02/03/2025", "17.02.2025", "2025", "2025-02", "February 2025", "2025-02-30", "2025-13-01",
        "29 February 2025", "2025-02-17T25:00", "yesterday", "17 Smarch 2025", "1739790900", "x" * 99, "١٧ فبراير ٢٠٢٥",
    ],
)  # fmt: skip
def test_left_open(written: str) -> None:
    assert iso_date(written) is None
