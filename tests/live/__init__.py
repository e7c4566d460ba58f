"""Tests of vidclf_app.live."""
