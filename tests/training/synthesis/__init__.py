"""Tests of the synthetic landmark sequences."""
