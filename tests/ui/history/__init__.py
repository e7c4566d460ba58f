"""Tests of the history page and of the controller behind it."""
