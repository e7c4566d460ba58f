"""The page of past sessions: searching, reading, exporting and deleting them."""
