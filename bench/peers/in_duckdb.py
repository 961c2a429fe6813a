"""The months in DuckDB, from a table in memory. A column for each month instead of a row took more processor time."""

import sys

import duckdb
from measured import measured

# Months are counted as year * 12 + month; the ends are those of October 2023 (24286) to October 2026 (24322). A line is there at the end
# of every month from the one in which it begins to the one before that in which it ends.
SQL = """
WITH cells AS (
    SELECT customer, unnest(range(greatest(first_month, 24286), least(end_month, 24323))) AS month, arr_minor
    FROM (
        SELECT customer, arr_minor, year(start_on) * 12 + month(start_on) AS first_month, year(end_on) * 12 + month(end_on) AS end_month
        FROM lines
    )
    WHERE first_month <= 24322 AND end_month > 24286
),
balances AS (SELECT customer, month, sum(arr_minor)::BIGINT AS now FROM cells GROUP BY customer, month),
changes AS (
    SELECT customer, month, now, lag(month) OVER own AS before_month, lag(now) OVER own AS before, lead(month) OVER own AS next_month
    FROM balances WINDOW own AS (PARTITION BY customer ORDER BY month)
),
came AS (
    SELECT month, sum(now) AS closing, count(*) AS customers,
        sum(now) FILTER (month > 24286 AND before_month IS NULL) AS new,
        sum(now) FILTER (before_month IS NOT NULL AND before_month < month - 1) AS reactivation,
        sum(now - before) FILTER (before_month = month - 1 AND now > before) AS expansion,
        sum(now - before) FILTER (before_month = month - 1 AND now < before) AS contraction
    FROM changes GROUP BY month
),
went AS (SELECT month + 1 AS month, -sum(now) AS churn FROM changes WHERE next_month IS NULL OR next_month > month + 1 GROUP BY month),
years AS (
    SELECT early.month + 12 AS month, sum(early.now) AS base, sum(coalesce(later.now, 0)) AS net, sum(least(coalesce(later.now, 0), early.now)) AS gross,
        count(*) AS base_customers, count(later.now) AS kept_customers
    FROM balances AS early LEFT JOIN balances AS later ON later.customer = early.customer AND later.month = early.month + 12
    GROUP BY early.month
)
SELECT last_day(make_date((month - 1) // 12, (month - 1) % 12 + 1, 1)) AS day, closing::BIGINT AS closing, customers,
    coalesce(new, 0)::BIGINT AS new, coalesce(expansion, 0)::BIGINT AS expansion, coalesce(contraction, 0)::BIGINT AS contraction,
    coalesce(churn, 0)::BIGINT AS churn, coalesce(reactivation, 0)::BIGINT AS reactivation, coalesce(base, 0)::BIGINT AS base,
    coalesce(net, 0)::BIGINT AS net, coalesce(gross, 0)::BIGINT AS gross, coalesce(base_customers, 0) AS base_customers,
    coalesce(kept_customers, 0) AS kept_customers
FROM came LEFT JOIN went USING (month) LEFT JOIN years USING (month) ORDER BY month
"""


def main() -> None:
    db = duckdb.connect()
    db.execute(f"CREATE TABLE lines AS SELECT * FROM read_csv('{sys.argv[1]}')")
    rows = measured(lambda: db.execute(SQL).fetchall())
    names = [column[0] for column in db.description]
    with open(sys.argv[2], "w", encoding="ascii") as out:
        out.write(",".join(names) + "\n")
        out.writelines(",".join(map(str, row)) + "\n" for row in rows)


main()
