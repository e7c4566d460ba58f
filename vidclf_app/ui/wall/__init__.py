"""Several sources in one window."""
