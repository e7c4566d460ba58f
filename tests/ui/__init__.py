"""Tests of the window and of the controller behind it."""
