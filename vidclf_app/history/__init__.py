"""The history of sessions, in an embedded database. No Qt."""
