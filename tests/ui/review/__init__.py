"""Tests of the view of a result."""
