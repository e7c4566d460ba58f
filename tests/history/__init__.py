"""Tests of the history of sessions."""
