"""Every kind of bad input: a problem with its code, the file's name and what to do; everything else is read."""

from __future__ import annotations

import builtins
import gzip
import io
import json
import os
import sys
import time
from pathlib import Path

import pytest

from onrecord.extract.removed import find_removed
from onrecord.read import ReadOptions, read_inputs
from onrecord.read.encoding import decode, mend_lost_marks, mend_mojibake
from onrecord.records import Article, Problem

STORY = (
    "The prime minister said on Monday that the government will not send troops without a guarantee from the allies. "
    "He added that the decision would be taken before the end of the month."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good article first and last, so that each test shows that the rest is read."""
    (tmp_path / "a-good.txt").write_text(STORY)
    (tmp_path / "z-good.txt").write_text(STORY + " It was his last word.")
    return tmp_path


def read(*inputs: Path | str, **options: object) -> tuple[list[Article], list[Problem]]:
    found = list(read_inputs([str(one) for one in inputs], ReadOptions(**options)))  # type: ignore[arg-type]
    return [x for x in found if isinstance(x, Article)], [x for x in found if isinstance(x, Problem)]


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def assert_one(folder: Path, code: str, name: str, articles: int = 2, **options: object) -> list[Article]:
    """One problem of this code that names the file and says what to do; so many articles besides."""
    found, problems = read(folder, **options)
    assert codes(problems) == [code]
    assert name in problems[0].location
    assert problems[0].stage == "read"
    assert len(problems[0].message) > 15
    assert len(found) == articles
    assert found[0].source.location.endswith("a-good.txt")
    assert found[-1].source.location.endswith("z-good.txt")
    return found


def write(folder: Path, name: str, content: bytes | str) -> None:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\0\0\0"])
def test_empty(folder: Path, content: bytes) -> None:
    write(folder, "m.txt", content)
    assert_one(folder, "empty", "m.txt")


@pytest.mark.parametrize("suffix", [".html", ".json", ".jsonl", ".xml", ".rss"])
def test_empty_of_every_kind(folder: Path, suffix: str) -> None:
    write(folder, "m" + suffix, "")
    assert_one(folder, "empty", "m" + suffix)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.bin", bytes(range(256)) * 40),
        ("m.pdf", b"%PDF-1.7\n" + STORY.encode()),
        ("m.docx", b"PK\x03\x04" + bytes(200)),
        ("m.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 4),
        ("m.html", b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 4),
    ],
)
def test_binary(folder: Path, name: str, content: bytes) -> None:
    write(folder, name, content)
    assert_one(folder, "binary", name)


def test_text_with_a_few_control_characters_is_not_binary(folder: Path) -> None:
    write(folder, "m.txt", "\x01" + STORY + "\x02 He left.")
    assert codes(read(folder)[1]) == []


@pytest.mark.parametrize("name", ["m.txt", "m.json", "m.xml"])
def test_more_than_50_megabytes(folder: Path, name: str) -> None:
    start = {"m.txt": b"a", "m.json": b'[{"text": "', "m.xml": b"<rss>"}[name]
    with open(folder / name, "wb") as stream:
        stream.write(start)
        stream.truncate(50_000_001)
    assert_one(folder, "too-large", name)


def test_large_page(folder: Path) -> None:
    write(folder, "m.html", b"<html><body><p>" + STORY.encode() * 100)
    assert_one(folder, "too-large", "m.html", max_html_bytes=10_000)


def test_a_limit_that_is_not_passed_is_no_problem(folder: Path) -> None:
    write(folder, "m.txt", "a" * 1000 + "\n" + STORY)
    assert codes(read(folder, max_bytes=2000)[1]) == []
    assert codes(read(folder, max_bytes=1000)[1]) == ["too-large"]


def test_a_compressed_bomb_is_not_unpacked_whole(folder: Path) -> None:
    write(folder, "m.txt.gz", gzip.compress(b"a" * 5_000_000))
    assert_one(folder, "too-large", "m.txt.gz", max_bytes=100_000)


@pytest.mark.parametrize("cut", [30, 60, 100])
def test_damaged_gzip(folder: Path, cut: int) -> None:
    body = gzip.compress(os.urandom(100).hex().encode() + STORY.encode())
    write(folder, "m.txt.gz", body[:cut])
    found, problems = read(folder)
    assert codes(problems) == ["damaged"]
    assert "m.txt.gz" in problems[0].location
    assert (found[0].text, found[-1].text) == (STORY, STORY + " It was his last word.")


def test_what_stands_before_the_cut_of_a_gzip_file_is_read(folder: Path) -> None:
    story = " ".join(f"{STORY} The meeting of day {n} ended late." for n in range(400))
    packed = gzip.compress(story.encode())
    write(folder, "m.txt.gz", packed[: len(packed) * 3 // 4])
    found = assert_one(folder, "damaged", "m.txt.gz", articles=3)
    assert len(found[1].text) > 2000
    assert story.startswith(found[1].text)


def test_gzip_of_another_method(folder: Path) -> None:
    write(folder, "m.txt.gz", b"\x1f\x8bnot really")
    assert_one(folder, "damaged", "m.txt.gz")


def test_one_line_of_two_megabytes_is_read_in_bounded_time(folder: Path) -> None:
    write(folder, "m.txt", STORY.replace("\n", " ") * 12_000)
    start = time.process_time()
    articles, problems = read(folder)
    assert codes(problems) == []
    assert len(articles[1].text) > 2_000_000
    assert time.process_time() - start < 2


def test_ten_thousand_quotation_marks(folder: Path) -> None:
    text = STORY + "\n" + "“" * 10_000 + '"' * 10_000 + "\nYour support helps our journalism. " + "”'‘" * 3000
    write(folder, "m.txt", text)
    start = time.process_time()
    articles, problems = read(folder)
    removed = find_removed(articles[1])
    assert time.process_time() - start < 2
    assert codes(problems) == []
    assert all(one.span.words == articles[1].text[one.span.start : one.span.end] for one in removed)


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"\x93We go,\x94 he said of caf\xe9s. " + STORY.encode(), "“We go,” he said of cafés."),
        (b"\xd2We go,\xd3 he said. It\xd5s late. " + STORY.encode(), "“We go,” he said. It’s late."),
        (("“We go,” he said. " + STORY).encode("utf-16"), "“We go,” he said."),
        (("“We go,” he said. " + STORY).encode("utf-16-be"), "“We go,” he said."),
        (("“We go,” he said. " + STORY).encode("utf-8-sig"), "“We go,” he said."),
        (("“We go,” he said. " + STORY).encode("utf-32"), "“We go,” he said."),
    ],
    ids=["windows-1252", "mac-roman", "utf-16 with mark", "utf-16 without mark", "utf-8 with mark", "utf-32"],
)
def test_other_encodings_are_read(folder: Path, content: bytes, shown: str) -> None:
    write(folder, "m.txt", content)
    articles, problems = read(folder)
    assert codes(problems) == []
    assert articles[1].text.startswith(shown)


def test_two_encodings_in_one_file_are_read_and_told(folder: Path) -> None:
    write(folder, "m.txt", ("“Yes” – the café. " * 4 + STORY).encode() + b" It\x92s late.")
    articles = assert_one(folder, "mixed-encoding", "m.txt", articles=3)
    assert articles[1].text.endswith("It’s late.")


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be", "utf-16-le", "cp850"])
def test_odd_encodings_without_a_mark(encoding: str) -> None:
    text = f"{STORY} Jörg Köster of Gävle and Zoë Müller agreed."
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert (encoding == "cp850") == bool(decoded.doubts)


def test_mojibake_is_mended_and_told(folder: Path) -> None:
    write(folder, "m.txt", (STORY + " “Yes,” he said – it’s the café.").encode().decode("latin-1"))
    articles = assert_one(folder, "mojibake", "m.txt", articles=3)
    assert articles[1].text.endswith("“Yes,” he said – it’s the café.")


def test_accents_are_not_mojibake(folder: Path) -> None:
    write(folder, "m.txt", STORY + " São Paulo, Ángel Ruíz, Ænone, ÂGE, coût: 5 €, “déjà vu”…")
    articles, problems = read(folder)
    assert codes(problems) == []
    assert articles[1].text.endswith("São Paulo, Ángel Ruíz, Ænone, ÂGE, coût: 5 €, “déjà vu”…")


def test_lost_characters_are_told(folder: Path) -> None:
    write(folder, "m.txt", STORY + " The caf\ufffd was full.")
    assert_one(folder, "lost-characters", "m.txt", articles=3)


@pytest.mark.parametrize("lost", ["\ufffd", "â??"])
def test_lost_marks_go_back_where_their_place_leaves_no_doubt(folder: Path, lost: str) -> None:
    write(folder, "m.txt", f"{STORY} {lost}We won{lost}t go,{lost} he said. Nobody{lost}s home.")
    found, problems = read(folder)
    assert "lost-marks" in codes(problems)
    assert found[1].text.endswith("“We won’t go,” he said. Nobody’s home.")


@pytest.mark.parametrize("words", ["The caf\ufffd was full.", "He said \ufffdno and left.", "Why â?? he asked"])
def test_lost_marks_stay_where_they_could_be_something_else(words: str) -> None:
    assert mend_lost_marks(words) == (words, 0)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_what_was_read_wrongly_several_times_over_is_mended(times: int) -> None:
    right = garbled = "“It’s done,” Jörg said – at the café."
    for _ in range(times):
        garbled = garbled.encode("utf-8").decode("cp1252", "replace").replace("\ufffd", "\x9d")
    assert mend_mojibake(garbled)[0] == right


def test_a_part_that_is_utf_16_within_utf_8(folder: Path) -> None:
    write(folder, "m.txt", STORY.encode() + "\n“Köster won’t go,” she said.\n".encode("utf-16-le") + b"The end came.")
    found = assert_one(folder, "mixed-encoding", "m.txt", articles=3)
    assert "“Köster won’t go,” she said." in found[1].text
    assert found[1].text.endswith("The end came.")


def test_nul_characters_and_line_ends(folder: Path) -> None:
    write(folder, "m.txt", "First line of the report\r\n\r\n" + STORY + "\r\nLa\0st.\rEnd.")
    articles = assert_one(folder, "nul-characters", "m.txt", articles=3)
    assert articles[1].text == "First line of the report\n\n" + STORY + "\nLast.\nEnd."


def test_right_to_left_and_zero_width_characters_stay(folder: Path) -> None:
    text = f"\u202e{STORY}\u200b \u2066שלום\u2069 he\ufeff said\u00ad \u200e“نعم”\u200f."
    write(folder, "m.txt", text)
    articles, problems = read(folder)
    assert codes(problems) == []
    assert articles[1].text == text


@pytest.mark.parametrize(
    "text",
    [
        "Der Ministerpräsident sagte am Montag, die Regierung werde ohne eine Garantie der Verbündeten keine Truppen "
        "in das Land schicken. Das gelte auch für den Fall eines Waffenstillstands, hieß es aus Berlin.",
        "Le président de la République a déclaré lundi que le gouvernement n'enverrait pas de troupes sans garantie "
        "de ses alliés. Il a ajouté que la décision serait prise avant la fin du mois.",
        "Президент заявив у понеділок, що уряд не погодиться на жодну угоду без участі України. Він додав, що рішення "
        "буде ухвалено до кінця місяця, повідомляє пресслужба уряду країни.",
        "总理周一表示，没有盟国的保证，政府不会派兵。他补充说，这一决定将在本月底之前作出。" * 4,
    ],
    ids=["German", "French", "Ukrainian", "Chinese"],
)
def test_not_english(folder: Path, text: str) -> None:
    write(folder, "m.txt", text)
    assert_one(folder, "not-english", "m.txt")
    assert len(read(folder, english_only=False)[0]) == 3


def test_short_and_mixed_texts_are_not_judged(folder: Path) -> None:
    write(folder, "m.txt", "Die Regierung sagte nein.")
    write(folder, "n.txt", "Der Kanzler sagte am Montag, man werde nicht zustimmen, hieß es aus Berlin. " + STORY)
    assert codes(read(folder)[1]) == []


NEST = 60_000


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * NEST + STORY + "</div>" * NEST,
        "<html><body>" + "<q><span>" * NEST + STORY,
        "<html><body>" + "<p><b>x</b></p>" * NEST + STORY,
        "<html><body>" + "<p" * NEST + STORY,
        "<html><script>" + "<" * NEST,
    ],
    ids=["deep", "deep and never closed", "flat", "tags never ended", "script"],
)
def test_html_bombs(folder: Path, page: str) -> None:
    write(folder, "m.html", page)
    start = time.process_time()
    assert_one(folder, "too-complex", "m.html")
    assert time.process_time() - start < 2


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10)) + "]>"
)


def test_a_billion_laughs_in_html(folder: Path) -> None:
    write(folder, "m.html", f"{LAUGHS}<html><body><p>&l9;</p><p>{STORY}</p></body></html>")
    start = time.process_time()
    articles, problems = read(folder)
    assert codes(problems) in ([], ["no-article"])
    assert max(len(article.text) for article in articles) < 1000
    assert time.process_time() - start < 2


def test_a_billion_laughs_in_a_feed(folder: Path) -> None:
    entry = f"<item><title>A title</title><description>&l9; {STORY}</description></item>"
    write(folder, "m.xml", f'<?xml version="1.0"?>{LAUGHS}<rss version="2.0"><channel>{entry}</channel></rss>')
    articles, _ = read(folder)
    assert max(len(article.text) for article in articles) < 1000


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><nav><a href=/>Home</a><a href=/w>World</a></nav></body></html>",
        "<html><head><title>Front page</title></head><body>" + "<li><a href=x>Headline of one story</a></li>" * 40,
        "<?xml version='1.0'?><svg><path d='M0 0'/></svg>",
    ],
)
def test_a_page_that_is_no_article(folder: Path, page: str) -> None:
    write(folder, "m.html", page)
    assert_one(folder, "no-article", "m.html")


def test_only_an_appeal_is_read_and_removed_whole(folder: Path) -> None:
    text = "Your support helps our journalism. Please donate today to keep our newsroom independent and free for all."
    write(folder, "m.txt", text)
    articles, problems = read(folder)
    assert codes(problems) == []
    removed = find_removed(articles[1])
    assert [(one.reason, one.span.words) for one in removed] == [("appeal", text)]


def test_links_that_lead_back_into_their_folder(folder: Path) -> None:
    (folder / "m").mkdir()
    (folder / "m" / "back").symlink_to(folder, target_is_directory=True)
    assert_one(folder, "symlink-loop", "back")


def test_a_link_to_itself_and_a_link_to_nothing(folder: Path) -> None:
    (folder / "m.txt").symlink_to(folder / "m.txt")
    assert_one(folder, "symlink-loop", "m.txt")
    (folder / "m.txt").unlink()
    (folder / "m.txt").symlink_to(folder / "gone.txt")
    assert_one(folder, "no-such-file", "m.txt")


def test_one_file_under_two_names_is_read_once(folder: Path) -> None:
    (folder / "m.txt").symlink_to(folder / "a-good.txt")
    assert_one(folder, "duplicate-path", "m.txt")


def test_paths_given_twice(folder: Path) -> None:
    articles, problems = read(folder / "a-good.txt", folder, folder / "a-good.txt")
    assert len(articles) == 2
    assert codes(problems) == ["duplicate-path", "duplicate-path"]


def test_a_folder_linked_twice_is_read_once(folder: Path) -> None:
    (folder / "m").mkdir()
    write(folder / "m", "x.txt", STORY + " One.")
    (folder / "n").symlink_to(folder / "m", target_is_directory=True)
    assert_one(folder, "duplicate-path", "n", articles=3)


def test_missing_paths(folder: Path) -> None:
    articles, problems = read("no/such/file.txt", "no-such-*.txt", folder)
    assert codes(problems) == ["no-such-file", "no-files"]
    assert [problem.location for problem in problems] == ["no/such/file.txt", "no-such-*.txt"]
    assert len(articles) == 2


def test_a_folder_without_a_file(tmp_path: Path, folder: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    write(empty, ".hidden", STORY)
    assert codes(read(empty)[1]) == ["no-files"]


def test_files_that_cannot_be_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "m.txt", STORY)
    real = builtins.open

    def refuse(path: object, *rest: object, **named: object) -> object:
        if str(path).endswith("m.txt"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", refuse)
    assert_one(folder, "unreadable", "m.txt")


def test_a_disk_that_fails_while_reading(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "m.txt", STORY)

    class Broken(io.BytesIO):
        def readinto(self, buffer: object) -> int:
            raise OSError(5, "Input/output error")

    real = builtins.open
    monkeypatch.setattr(
        builtins, "open", lambda path, *rest, **n: Broken() if str(path).endswith("m.txt") else real(path, *rest, **n)
    )
    assert_one(folder, "unreadable", "m.txt")


def test_folders_that_cannot_be_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "m").mkdir()
    real = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("/m"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert_one(folder, "unreadable", "/m")


def test_pipes_and_sockets_are_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "m.txt")
    assert_one(folder, "not-a-file", "m.txt")


def test_bad_json(folder: Path) -> None:
    write(folder, "m.json", '{"text": "cut off')
    assert_one(folder, "bad-json", "m.json")


def test_json_nested_too_deeply(folder: Path) -> None:
    write(folder, "m.json", '{"text":' + "[" * 200_000)
    assert_one(folder, "bad-json", "m.json")


def test_bad_lines_among_good_ones(folder: Path) -> None:
    lines = [{"text": STORY}, "{", [1, 2], {"title": "no text"}, {"text": STORY, "date": "02/03/2025"}]
    write(folder, "m.jsonl", "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
    articles, problems = read(folder)
    assert [(p.code, p.location[-7:]) for p in problems] == [
        ("bad-json", "jsonl#2"),
        ("bad-json", "jsonl#3"),
        ("no-text", "jsonl#4"),
        ("bad-date", "jsonl#5"),
    ]
    assert len(articles) == 4
    assert problems[3].article == articles[2].id
    assert articles[2].published is None


def test_one_line_longer_than_the_limit(folder: Path) -> None:
    good = json.dumps({"text": STORY})
    write(folder, "m.jsonl", "\n".join([good, json.dumps({"text": STORY * 50}), good]))
    articles, problems = read(folder, max_bytes=2000)
    assert [(p.code, p.location[-1:]) for p in problems] == [("too-large", "2")]
    assert len(articles) == 4


def test_half_characters_in_json(folder: Path) -> None:
    write(folder, "m.jsonl", '{"text": "' + STORY + ' \\ud83d and \\u0000."}')
    articles, problems = read(folder)
    assert codes(problems) == ["nul-characters", "lost-characters"]
    assert articles[1].text == STORY + " \ufffd and \ufffd."
    articles[1].text.encode("utf-8")


@pytest.mark.parametrize("feed", ["<rss version='2.0'><channel></channel></rss>", "<rss", "<feed>" + "<entry>" * 3])
def test_bad_feeds(folder: Path, feed: str) -> None:
    write(folder, "m.rss", feed)
    found, problems = read(folder)
    assert codes(problems) in (["bad-feed"], ["no-text"])
    assert len(found) == 2


def test_a_feed_of_headlines_is_one_problem(folder: Path) -> None:
    write(folder, "m.rss", "<rss><channel>" + "<item><title>Only this</title></item>" * 500 + "</channel></rss>")
    assert_one(folder, "no-text", "m.rss")


def test_damaged_archives(folder: Path) -> None:
    write(folder, "m.warc", b"WARC/1.0\r\nWARC-Type: response\r\nbroken")
    found, problems = read(folder)
    assert len(problems) == 1
    assert problems[0].code in ("damaged", "no-article")
    assert len(found) == 2


def test_addresses_without_a_network(folder: Path) -> None:
    articles, problems = read("http://127.0.0.1:9/x", "https://", folder)
    assert codes(problems) == ["fetch-failed", "fetch-failed"] or codes(problems) == ["fetch-failed", "bad-url"]
    assert problems[0].location == "http://127.0.0.1:9/x"
    assert len(articles) == 2


def test_bad_sidecar(folder: Path) -> None:
    write(folder, "m.txt", STORY)
    write(folder, "m.json", "{")
    found, problems = read(folder)
    assert codes(problems) == ["bad-sidecar"]
    assert len(found) == 3


def test_standard_input_without_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert codes(read("-")[1]) == ["empty"]


def test_names_that_are_not_utf_8(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/m\xff.txt", "wb") as stream:
        stream.write(STORY.encode())
    articles, problems = read(folder)
    assert codes(problems) == []
    articles[1].source.location.encode("utf-8")


def test_halves_of_characters_in_what_an_article_says_of_itself_end_no_run(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"title": "x \ud800 y", "outlet": "O \udfff", "text": STORY}), "utf-8")
    (article,) = [x for x in read_inputs([str(tmp_path)]) if isinstance(x, Article)]
    assert (article.title, article.outlet) == ("x \ufffd y", "O \ufffd")


def test_a_name_of_255_bytes_is_read(tmp_path: Path) -> None:
    (tmp_path / ("n" * 251 + ".txt")).write_text(STORY, "utf-8")
    assert [type(x) for x in read_inputs([str(tmp_path)])] == [Article]


def test_what_breaks_a_reader_is_told_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.html"):
        (tmp_path / name).write_text(f"<p>{STORY}</p>" if name == "b.html" else STORY, "utf-8")

    def broken(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("onrecord.read.html.read_page", broken)
    found = list(read_inputs([str(tmp_path)]))
    assert [x.code if isinstance(x, Problem) else "read" for x in found] == ["read", "reader-failed"]
