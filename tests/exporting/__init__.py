"""Tests of what is written out of a result."""
