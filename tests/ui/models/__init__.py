"""Tests of the models page and of the controller behind it."""
