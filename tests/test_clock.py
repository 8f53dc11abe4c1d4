"""No clock is read anywhere: the same articles under two faked days of the system give the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FAKE = """
import datetime, time
MOMENT = {moment}

def _now(*_):
    return MOMENT

time.time, time.time_ns = _now, lambda: int(MOMENT * 1e9)
_local, _gm = time.localtime, time.gmtime
time.localtime = lambda seconds=None: _local(MOMENT if seconds is None else seconds)
time.gmtime = lambda seconds=None: _gm(MOMENT if seconds is None else seconds)

class _Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(MOMENT)

class _Moment(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(MOMENT, tz)
    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(MOMENT, datetime.timezone.utc).replace(tzinfo=None)
    @classmethod
    def today(cls):
        return cls.fromtimestamp(MOMENT)

def fake():
    datetime.date, datetime.datetime = _Date, _Moment
"""
RUN = """
import sys
sys.path.insert(0, sys.argv[1])
import moment
import spacy, trafilatura, htmldate  # what they do with the clock while being loaded is not ours
for name in [n for n in sys.modules if n.startswith(("onrecord", "htmldate", "dateparser", "trafilatura"))]:
    for key, value in list(vars(sys.modules[name]).items()):
        if getattr(value, "__module__", "") == "datetime" and key in ("date", "datetime"):
            setattr(sys.modules[name], key, {{"date": moment._Date, "datetime": moment._Moment}}[key])
moment.fake()
from onrecord.cli import main
import datetime
assert datetime.date.today().year == {year}, "the clock is not faked"
sys.argv[1:] = sys.argv[2:]
main()
"""
ARTICLE = """Ministers sign a treaty in Oslo

By Ann Lee, 17 February 2025

Norway and Peru signed a treaty in Oslo on Monday, three days after a summit in Lima on 14 February. They will meet
again next week, in March or in the summer. The treaty was planned ten years ago. It holds from now on, the government
said last night, and ends in 2030. The day before the vote, he left.
"""
UNDATED = ARTICLE.replace("By Ann Lee, 17 February 2025", "PARIS, Feb 17 (ANA) - Ministers met on Tuesday.")
PARAGRAPHS = "".join(f"<p>{p}</p>" for p in UNDATED.split("\n\n"))
PAGE = f"<html><body><article><h1>A treaty</h1>{PARAGRAPHS}</article></body></html>"


def _outputs(tmp_path: Path, name: str, moment: float, year: int) -> dict[str, bytes]:
    """What build and export write under a faked moment, by file."""
    fakes, out = tmp_path / f"fakes-{name}", tmp_path / "out"
    fakes.mkdir()
    (fakes / "moment.py").write_text(FAKE.format(moment=moment), "utf-8")
    run = RUN.format(year=year)
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(Path(__file__).parents[1])}
    for arguments in (["build", "in", "-o", "out"], ["export", "out", "ics", "-o", "out/x.ics"],
                      ["export", "out", "jsonl", "--what", "events", "-o", "out/x.jsonl"]):  # fmt: skip
        command = [sys.executable, "-c", run, str(fakes), *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
    found = {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.suffix in (".html", ".ics", ".jsonl")}
    for path in sorted(out.iterdir()):
        path.unlink()
    return found


def test_two_system_dates_give_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (("a.txt", ARTICLE), ("b.txt", UNDATED), ("c.html", PAGE)):
        (folder / name).write_text(text, "utf-8")
    early = _outputs(tmp_path, "early", 1_000_000_000.0, 2001)
    late = _outputs(tmp_path, "late", 2_200_000_000.0, 2039)
    assert early == late
    assert set(early) == {"report.html", "x.ics", "x.jsonl"}
    assert b"2001" not in early["x.jsonl"]
    assert b"2025-02-17" in early["x.jsonl"]
