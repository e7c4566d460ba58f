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
    "ALTER TABLE session ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    # A camera that is watched for months gives one session millions of segments: the totals are
    # kept, not counted each time they are shown.
    """
    CREATE TABLE label_total (
        session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        label TEXT NOT NULL,
        segments INTEGER NOT NULL,
        total_s REAL NOT NULL,
        mean_sum REAL NOT NULL,
        mean_s_sum REAL NOT NULL,
        PRIMARY KEY (session_id, label)
    ) WITHOUT ROWID;
    INSERT INTO label_total
        SELECT session_id, label, count(*), sum(end_s - start_s), sum(mean),
            sum(mean * (end_s - start_s))
        FROM segment GROUP BY session_id, label;
    CREATE TRIGGER segment_counted AFTER INSERT ON segment BEGIN
        INSERT INTO label_total VALUES (
            NEW.session_id, NEW.label, 1, NEW.end_s - NEW.start_s, NEW.mean,
            NEW.mean * (NEW.end_s - NEW.start_s)
        ) ON CONFLICT (session_id, label) DO UPDATE SET
            segments = segments + 1,
            total_s = total_s + excluded.total_s,
            mean_sum = mean_sum + excluded.mean_sum,
            mean_s_sum = mean_s_sum + excluded.mean_s_sum;
    END;
    DROP INDEX segment_label;
    CREATE TABLE squeeze_due (since_unix_s REAL NOT NULL);
    """,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to the newest schema, all or nothing.

    Raises:
        sqlite3.Error: It can't be changed; it is as it was.
    """
    while (number := version(connection)) < len(MIGRATIONS):
        # executescript() would commit first: the script itself says where it begins and ends.
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE;{MIGRATIONS[number]};PRAGMA user_version = {number + 1};COMMIT;"
            )
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            # Another window that starts at the same moment may have been quicker.
            if version(connection) == number:
                raise


def version(connection: sqlite3.Connection) -> int:
    """Return how many migrations a database has been through."""
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number
