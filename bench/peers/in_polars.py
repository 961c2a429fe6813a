"""The months in polars, from a table in memory."""

import sys

import polars as pl
from measured import measured

# Months are counted as year * 12 + month, as in in_duckdb.py.
FIRST, LAST = 24286, 24322


def months(lines: pl.DataFrame) -> pl.DataFrame:
    month_of = lambda name: pl.col(name).dt.year().cast(pl.Int32) * 12 + pl.col(name).dt.month().cast(pl.Int32)  # noqa: E731
    balances = (
        lines.lazy()
        .select("customer", "arr_minor", first=month_of("start_on"), end=month_of("end_on"))
        .filter((pl.col("first") <= LAST) & (pl.col("end") > FIRST))
        .select("customer", "arr_minor", month=pl.int_ranges(pl.max_horizontal("first", FIRST), pl.min_horizontal("end", LAST + 1), dtype=pl.Int32))
        .explode("month")
        .group_by("customer", "month")
        .agg(now=pl.col("arr_minor").sum())
        .sort("customer", "month")
        .collect()
    )
    same = lambda by: pl.col("customer").shift(by) == pl.col("customer")  # noqa: E731
    changes = balances.lazy().with_columns(
        before_month=pl.when(same(1)).then(pl.col("month").shift(1)),
        before=pl.when(same(1)).then(pl.col("now").shift(1)),
        next_month=pl.when(same(-1)).then(pl.col("month").shift(-1)),
    )
    change, goes_on = pl.col("now") - pl.col("before"), pl.col("before_month") == pl.col("month") - 1
    came = changes.group_by("month").agg(
        closing=pl.col("now").sum(),
        customers=pl.len(),
        new=pl.col("now").filter((pl.col("month") > FIRST) & pl.col("before_month").is_null()).sum(),
        expansion=change.filter(goes_on & (change > 0)).sum(),
        contraction=change.filter(goes_on & (change < 0)).sum(),
        reactivation=pl.col("now").filter(pl.col("before_month") < pl.col("month") - 1).sum(),
    )
    leaves = pl.col("next_month").is_null() | (pl.col("next_month") > pl.col("month") + 1)
    went = changes.filter(leaves).group_by(month=pl.col("month") + 1).agg(churn=-pl.col("now").sum())
    later = balances.lazy().select("customer", month=pl.col("month") - 12, later="now")
    years = (
        balances.lazy()
        .join(later, on=["customer", "month"], how="left")
        .group_by(month=pl.col("month") + 12)
        .agg(
            base=pl.col("now").sum(),
            net=pl.col("later").fill_null(0).sum(),
            gross=pl.min_horizontal("now", pl.col("later").fill_null(0)).sum(),
            base_customers=pl.len(),
            kept_customers=pl.col("later").count(),
        )
    )
    joined = came.join(went, on="month", how="left").join(years, on="month", how="left").sort("month")
    day = pl.date((pl.col("month") - 1) // 12, (pl.col("month") - 1) % 12 + 1, 1).dt.month_end()
    names = "closing customers new expansion contraction churn reactivation base net gross base_customers kept_customers".split()
    return joined.select(day.alias("day"), *[pl.col(name).fill_null(0).cast(pl.Int64) for name in names]).collect()


def main() -> None:
    lines = pl.read_csv(sys.argv[1], try_parse_dates=True)
    measured(lambda: months(lines)).write_csv(sys.argv[2])


main()
