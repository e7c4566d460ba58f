"""Results out: the panel that writes a result in several forms."""
