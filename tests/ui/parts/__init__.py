"""Tests of vidclf_app.ui.parts."""
