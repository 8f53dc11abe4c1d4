"""The command line: thin commands over plain functions. Exit codes: 0 done, 1 some inputs failed, 2 wrong usage."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from onrecord.engine import Progress
    from onrecord.read import ReadOptions
    from onrecord.records import Link, Problem

DONE, SOME_FAILED, WRONG_USAGE = 0, 1, 2


@contextmanager
def _progress(words: str) -> Iterator[Progress | None]:
    """A progress bar on stderr if that is a terminal, else None."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _read_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options with which every command that reads articles fills what the articles do not say."""
    for option in (
        click.option("--published", metavar="DATE", help="Date of articles that do not give theirs (2025-02-17)."),
        click.option("--outlet", help="Outlet of articles that do not name theirs."),
        click.option("--field", "fields", multiple=True, metavar="NAME=KEY",
                     help="JSONL: which key holds text, title, outlet, published, id, url or author."),
        click.option("--jobs", default=0, show_default="as many as pay", help="Processes to use."),
    ):  # fmt: skip
        command = option(command)
    return command


def _options(published: str | None, outlet: str | None, fields: Sequence[str]) -> ReadOptions:
    from onrecord.read import ReadOptions

    pairs = []
    for field in fields:
        name, _, key = field.partition("=")
        if not name or not key:
            raise click.UsageError(f"--field {field!r}: write it as NAME=KEY, such as text=body")
        pairs.append((name, key))
    return ReadOptions(published=published, outlet=outlet, fields=dict(pairs))


def _complain(problems: Sequence[Problem]) -> int:
    """Names each problem of reading on stderr; the exit code: an input that was read with a doubt has not failed."""
    for found in problems:
        click.echo(f"onrecord: {found.location}: {found.message} [{found.code}]", err=True)
    return SOME_FAILED if any(found.article is None for found in problems) else DONE


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="onrecord")
def cli() -> None:
    """Read a pile of news articles; write down who said what, who stands where, what happened, where reports differ."""


@cli.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write.")
@click.option("--actors", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="CSV of actors you know: name, aliases, type, country, identifier.")  # fmt: skip
@click.option("--add", is_flag=True, help="Keep the articles that OUT holds, and add INPUTS to them.")
@click.option("--replace", is_flag=True, help="Drop the articles that OUT holds and that are not among INPUTS.")
@_read_options
def build(inputs: tuple[str, ...], out: Path, actors: Path | None, add: bool, replace: bool, published: str | None,
          outlet: str | None, fields: tuple[str, ...], jobs: int) -> int:  # fmt: skip
    """Build a story: OUT/story.sqlite and OUT/report.html from INPUTS (files, folders, globs, URLs, feeds, WARC, -)."""
    from onrecord.errors import DropsArticles
    from onrecord.story import BuildOptions, Built, build_story
    from onrecord.views.phrases import counted

    if add and replace:
        raise click.UsageError("--add keeps the articles of OUT and --replace drops them; give one of the two")

    def built_with(replace: bool) -> Built:
        options = BuildOptions(_options(published, outlet, fields), jobs, actors, add, replace)
        with _progress("reading") as progress:
            return build_story(inputs, out, options, progress)

    try:
        built = built_with(replace)
    except DropsArticles as error:
        if not sys.stdin.isatty():
            raise
        click.confirm(f"{error}.\nDrop them?", abort=True, err=True)
        built = built_with(True)
    counts = {"article": built.articles, "statement": built.statements, "position": built.positions,
              "event": built.events, "difference": built.differences}  # fmt: skip
    click.echo(", ".join(counted(number, noun) for noun, number in counts.items()))
    click.echo(f"report: {built.report}")
    return _complain(built.failed)


@cli.command()
@click.argument("inputs", nargs=-1, required=True)
@_read_options
def find(inputs: tuple[str, ...], published: str | None, outlet: str | None, fields: tuple[str, ...],
         jobs: int) -> int:  # fmt: skip
    """Print the findings of each article as one JSON line; no store is written."""
    from onrecord.story import find_in
    from onrecord.views.findings import findings_json

    failed: list[Problem] = []
    with _progress("reading") as progress:
        for findings in find_in(inputs, _options(published, outlet, fields), jobs, failed.append, progress):
            click.echo(json.dumps(findings_json(findings), ensure_ascii=False))
    return _complain(failed)


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("section", required=False)
@click.argument("name", required=False)
@click.option("--story", help="Only this story of several (its id).")
@click.option("--json", "as_json", is_flag=True, help="The section as JSON.")
def show(directory: Path, section: str | None, name: str | None, story: str | None, as_json: bool) -> int:
    """Show the dossier, or one SECTION of it, in the terminal; SECTION "actor" shows the actor with a NAME or id.

    SECTION is overview, stories, positions, conditions, statements, actors, timeline, differences, coverage, sources or
    problems; without one, the beginning of each is shown.
    """
    from onrecord.dossier import find_page
    from onrecord.story import open_dossier
    from onrecord.views import terminal

    if section == "actor" and not name:
        raise click.UsageError(f"whose? onrecord show {directory} actor NAME; its section actors lists them")
    if name and section != "actor":
        raise click.UsageError(f"{name!r}: only the section actor takes a NAME: onrecord show {directory} actor NAME")
    dossier = open_dossier(directory, story)
    page = find_page(dossier.actors, name) if name else None
    if as_json:
        plain = terminal.plain(page) if page else terminal.dossier_json(dossier, section)
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return DONE
    from rich.console import Console

    if page:
        terminal.show_actor(page, Console(highlight=False))
    else:
        terminal.show(dossier, section, Console(highlight=False))
    return DONE


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--suppose", multiple=True, metavar="ATOM=yes|no", help="A condition, by its id or words, and its value.")
@click.option("--issue", help="Only this issue (its id, or words of its label).")
@click.option("--converse", is_flag=True, help='Read "if" as "only if", too.')
@click.option("--story", help="Only this story of several (its id).")
@click.option("--json", "as_json", is_flag=True, help="The answers as JSON.")
def whatif(directory: Path, suppose: tuple[str, ...], issue: str | None, converse: bool, story: str | None,
           as_json: bool) -> int:  # fmt: skip
    """Show where each would stand if a condition held; without --suppose, what each waits for."""
    from onrecord.dossier import Suppositions, find_atom, what_if
    from onrecord.story import open_dossier
    from onrecord.views.whatif import show_whatif, whatif_json

    dossier = open_dossier(directory, story)
    known: dict[str, bool] = {}
    for one in suppose:
        name, found, said = one.rpartition("=")
        if not found or said.lower() not in ("yes", "no"):
            raise click.UsageError(f"{one!r}: write a condition and yes or no, as in --suppose 'a lasting peace=yes'")
        known[find_atom(dossier.atoms, name).id] = said.lower() == "yes"
    answers = what_if(dossier, Suppositions(known, converse), issue)
    if as_json:
        click.echo(json.dumps(whatif_json(answers, dossier.atoms), ensure_ascii=False, indent=1))
        return DONE
    from rich.console import Console

    show_whatif(answers, dossier.atoms, known, Console(highlight=False))
    return DONE


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("format_name", metavar="FORMAT")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; else stdout.")
@click.option("--what", default="statements", show_default=True, help="statements, positions, events or actors.")
def export(directory: Path, format_name: str, out: Path | None, what: str) -> int:
    """Write statements, positions, events or actors as csv, jsonl, ics, ... one a row."""
    from onrecord.story import open_dossier
    from onrecord.views.exports import export_dossier

    content = export_dossier(open_dossier(directory, None), format_name, what)
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        out.write_bytes(content)
    return DONE


@cli.group()
def correct() -> None:
    """Put right who is who in a built story; every correction is kept when the story is built again."""


@correct.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("actor")
@click.argument("other")
def merge(directory: Path, actor: str, other: str) -> int:
    """ACTOR and OTHER (names or ids) are one."""
    from onrecord.story import merge_actors

    return _corrected(directory, merge_actors(directory, actor, other))


@correct.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("actor")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
def split(directory: Path, actor: str, articles: tuple[str, ...]) -> int:
    """Who is called ACTOR (a name or id) in these ARTICLEs (labels or ids) is another than in the others."""
    from onrecord.story import split_actor

    return _corrected(directory, split_actor(directory, actor, articles))


@correct.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("actor")
@click.argument("name")
def rename(directory: Path, actor: str, name: str) -> int:
    """ACTOR (a name or id) is shown as NAME."""
    from onrecord.story import rename_actor

    return _corrected(directory, rename_actor(directory, actor, name))


@correct.command()
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("corrections", nargs=-1, required=True, metavar="ID...")
def undo(directory: Path, corrections: tuple[str, ...]) -> int:
    """Take corrections back, by the ids that `onrecord correct list` gives."""
    from onrecord.story import undo_correction

    for correction in corrections:
        undo_correction(directory, correction)
    return DONE


@correct.command("list")
@click.argument("directory", type=click.Path(path_type=Path, exists=True, file_okay=False))
def list_corrections(directory: Path) -> int:
    """The corrections that a story keeps, one a line: id, what, whom."""
    from onrecord.store import Store
    from onrecord.story import corrections

    with Store.open(directory, write=False) as store:
        return _corrected(directory, corrections(store))


def _corrected(directory: Path, links: Sequence[Link]) -> int:
    """Prints corrections, one a line, with the outlet and title of the articles that they are about."""
    from onrecord.store import Store
    from onrecord.views.lines import clean, cut

    with Store.open(directory, write=False) as store:
        known = {article.id: article for article in store.articles()}

    def called(article: object) -> str:
        found = known.get(str(article))
        title = f"“{cut(found.title, 60)}”" if found and found.title else ""
        return ", ".join(filter(None, (found.outlet or "", title))) or found.source.location if found else str(article)

    for link in links:
        told = dict(link.evidence)
        one = f"{told.get('left_name')} ({called(told.get('left_article'))})"
        other = (
            f"{told.get('right_name')} ({called(told.get('right_article'))})" if "right_name" in told else link.right
        )
        verb = "is called" if link.kind == "actor-name" else "is" if link.score else "is not"
        click.echo(clean(f"{link.id}  {one} {verb} {other}"))
    return DONE


@cli.group()
def evaluate() -> None:
    """Predictions for labelled sets, by the same code as the product."""


@evaluate.command()
@click.argument("task")
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("target", metavar="OUT.jsonl", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--jobs", default=0, show_default="as many as pay", help="Processes to use.")
def predict(task: str, source: Path, target: Path, jobs: int) -> int:
    """Write the records of IN with the engine's predictions in place of their labels.

    TASK is attribution, quotes, time, positions, stories or copies.
    """
    from onrecord.evaluate.predict import write_predictions

    click.echo(f"{write_predictions(task, source, target, jobs)} records written to {target}", err=True)
    return DONE


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and ends the process with its exit code."""
    from onrecord.errors import OnRecordError

    # Before NumPy is loaded: one thread a process, since articles are what is spread over processors. And records are
    # made by the million and none of them in circles, so the collector may look at them less often.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(100_000, 50, 50)
    try:
        code = cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = WRONG_USAGE
    except click.Abort:
        code = 130
    except OnRecordError as error:
        click.echo(f"onrecord: {error}", err=True)
        code = WRONG_USAGE
    except BrokenPipeError:
        sys.stderr.close()
        code = DONE
    sys.exit(code if isinstance(code, int) else DONE)


if __name__ == "__main__":
    main()
