"""Tests of vidclf_app.ui.settings."""
