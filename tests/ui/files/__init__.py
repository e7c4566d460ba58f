"""Tests of the page of files."""
