"""Makes the lines of many customers over 36 months: terms of a year that renew, grow, shrink, end and come back. The same seed, the same lines."""

import random
import sys
from datetime import date, timedelta

FIRST, LAST = date(2022, 11, 1), date(2026, 10, 31)
DAYS = (LAST - FIRST).days


def a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))


def lines(dice: random.Random):
    """One customer: first day, first day no longer, minor units a year."""
    start = FIRST + timedelta(days=dice.randrange(DAYS))
    arr = dice.randrange(100_000, 20_000_000)
    while start <= LAST:
        end = a_year_after(start)
        if dice.random() < 0.05:
            end = start + timedelta(days=dice.randrange(30, 330))
        yield start, end, arr
        if dice.random() < 0.10:
            # More seats within the term.
            more = start + timedelta(days=dice.randrange(1, 300))
            if more < end:
                yield more, end, arr * dice.randrange(5, 40) // 100
        fate = dice.random()
        if fate < 0.10:
            return
        if fate < 0.15:
            start = end + timedelta(days=dice.randrange(20, 250))
        else:
            start = end
        arr = arr * dice.randrange(80, 130) // 100 if dice.random() < 0.6 else arr


def main() -> None:
    customers, seed, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    dice = random.Random(seed)
    with open(path + ".part", "w", encoding="ascii") as out:
        out.write("customer,start_on,end_on,arr_minor\n")
        for customer in range(customers):
            for start, end, arr in sorted(lines(dice)):
                out.write(f"{customer},{start},{end},{arr}\n")
    import os

    os.rename(path + ".part", path)


main()
