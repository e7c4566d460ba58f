"""Tests of the pose encoder."""
