"""First names that only one sex bears: rebuilds ``onrecord/extract/lexicons/first_names.tsv``.

    python -m train.first_names.make FEMALE MALE > onrecord/extract/lexicons/first_names.tsv

FEMALE and MALE are the US Census Bureau's lists of 1990, ``dist.female.first`` and ``dist.male.first`` (public domain;
name, percentage of the sex, running sum, rank). A name counts where one sex has at least 98 % of its bearers. Names
that the other sex bears in another language ("Andrea", "Jean", "Nicola") are left out: the list is our own.
"""

from __future__ import annotations

import sys
from pathlib import Path

SHARE = 0.98
# women's in the United States, men's in Italy, France, Spain, the Low Countries, Poland, India, ..., or the other way
ELSEWHERE = frozenset(
    """
    adrian ai alex alexis ali amal amari ami andrea andrei angel ariel ashley asia bai camille carol carmen carrol
    chris claude cruz dana dane danielle dee denis dominique drew ebony eden elia ellis emmanuel evan fay fang
    florence francis gabriele garnet gail giulia guadalupe hilary hung hui inge jackie jade jamie jan jean jesus jo
    joan jocelyn joel jordan jose joyce jun kai kari kelly kerry kim kirby kit laurence lan le lee lei leigh leslie
    li lin linh loren lou luca luz lynn maria mariam marian marion may mel merle michele min minh mina mika misha
    morgan nadia nan nicola nikita noel noor pat quinn rene robin romain rosario ruby ryan sam sasha saša shannon
    shelby shirley sidney simone stacy sung sun tam teddy terry theo toni tony tracy tran valentine val vivian wen
    willie xuan yan yi yong young yuki yuri zhen
    """.split()
)


def shares(path: Path) -> dict[str, float]:
    """Percentages of one sex by name in lower case."""
    rows = (line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip())
    return {row[0].lower(): float(row[1]) for row in rows}


def main() -> None:
    """The table on standard output, in order."""
    female, male = (shares(Path(name)) for name in sys.argv[1:3])
    print(
        "# First names of one sex: 98 % of their bearers in the US Census Bureau's lists of 1990 (public domain), and"
    )
    print("# not borne by the other sex elsewhere; made by train/first_names/make.py. name, sex")
    for name in sorted({*female, *male} - ELSEWHERE):
        women, men = female.get(name, 0.0), male.get(name, 0.0)
        if women + men > 0 and max(women, men) >= SHARE * (women + men):
            print(f"{name}\t{'f' if women > men else 'm'}")


if __name__ == "__main__":
    main()
