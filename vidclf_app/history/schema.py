"""The tables, and how older ones become them.

`PRAGMA user_version` holds the number of migrations that a database has been through. A migration
is never changed once it has been released; a new one is added at the end.
"""

import sqlite3

MIGRATIONS = (
    """
    CREATE TABLE session (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('live', 'file')),
        source TEXT NOT NULL,
        model TEXT NOT NULL,
        model_version TEXT NOT NULL,
        started_unix_s REAL NOT NULL,
        ended_unix_s REAL,
        watched_s REAL NOT NULL DEFAULT 0.0,
        nobody_s REAL NOT NULL DEFAULT 0.0,
        result TEXT
    );
    CREATE INDEX session_started ON session (started_unix_s);
    CREATE TABLE segment (
        session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        label TEXT NOT NULL,
        mean REAL NOT NULL,
        peak REAL NOT NULL
    );
    CREATE INDEX segment_session ON segment (session_id, start_s);
    CREATE INDEX segment_label ON segment (label, session_id);
    """,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to the newest schema, all or nothing.

    Raises:
        sqlite3.Error: It can't be changed; it is as it was.
    """
    for number, script in enumerate(MIGRATIONS[version(connection) :], start=version(connection)):
        # executescript() would commit first: the script itself says where it begins and ends.
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE;{script};PRAGMA user_version = {number + 1};COMMIT;"
            )
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def version(connection: sqlite3.Connection) -> int:
    """Return how many migrations a database has been through."""
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number
