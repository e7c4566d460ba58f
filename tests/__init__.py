"""Tests mirror the packages: tests/core, tests/ui, tests/training."""
