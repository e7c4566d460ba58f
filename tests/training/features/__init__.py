"""Extraction, its cache and the windows over it."""
