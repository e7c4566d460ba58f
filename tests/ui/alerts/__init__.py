"""Tests of the alerts page and of the controller behind it."""
