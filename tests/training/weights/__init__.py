"""Tests of what converts and judges weights."""
