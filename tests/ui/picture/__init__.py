"""Tests of `vidclf_app.ui.picture`."""
