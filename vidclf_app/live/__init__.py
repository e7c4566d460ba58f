"""What a live run leaves behind: its session, recordings, alerts. No Qt."""
