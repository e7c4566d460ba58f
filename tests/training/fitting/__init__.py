"""Fitting on cached features."""
