"""Tests of vidclf_app.ui.welcome."""
