"""Tests of the table of clips and its splits."""
