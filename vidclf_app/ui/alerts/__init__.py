"""The page of alerts: what to be told of, by which ways, and what has come of it."""
