"""Tests of vidclf_app.ui.export."""
