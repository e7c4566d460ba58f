"""Tests of the frame encoders."""
