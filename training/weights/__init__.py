"""Converted weights, and the programs that converted them."""
