//! The facts in SQLite and PostgreSQL: one query text for both engines, migrations.
