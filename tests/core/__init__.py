"""Tests of vidclf_app.core."""
