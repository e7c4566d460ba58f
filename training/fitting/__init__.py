"""Fitting heads on cached features, and backbones from there: repeatable and resumable."""
