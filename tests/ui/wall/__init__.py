"""Tests of several sources in one window."""
