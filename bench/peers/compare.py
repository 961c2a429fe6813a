"""Asserts that every month is the same to the cent, and prints processor time and memory side by side."""

import csv
import sys
from pathlib import Path

PROGRAMS = ["ours", "stored", "duckdb", "polars"]


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="ascii") as file:
        return list(csv.reader(file))


def main() -> None:
    work = Path(sys.argv[1])
    ours = rows(work / "ours.csv")
    for program in PROGRAMS[1:]:
        theirs = rows(work / f"{program}.csv")
        differing = [(mine, other) for mine, other in zip(ours, theirs, strict=True) if mine != other]
        if differing:
            sys.exit(f"{program} differs in {len(differing)} rows, first:\n{ours[0]}\n{differing[0][0]}\n{differing[0][1]}")
    figures = {name: dict(part.split("=") for part in (work / f"{name}.figures").read_text().split()) for name in PROGRAMS}
    print(f"{len(ours) - 1} months, the same to the cent in all.")
    base = int(figures["ours"]["microseconds"])
    for name in PROGRAMS:
        took, peak = int(figures[name]["microseconds"]), int(figures[name]["peak_kilobytes"])
        print(f"{name:8} {took / 1_000_000:9.3f} s of processor time  {took / base:7.1f}x  {peak / 1024:9.0f} MB at most")
    others = min(int(figures[name]["microseconds"]) for name in ("duckdb", "polars"))
    print(f"from our database: {others / int(figures['stored']['microseconds']):.1f} times less processor time than the faster of the others")


main()
