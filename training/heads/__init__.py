"""Heads: networks from a window of features to one logit per class."""
