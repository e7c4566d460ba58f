"""Landmark sequences of exercises made up from a parametrised body; no pictures needed."""

from training.synthesis.sequences import LandmarkSequence, synthesise

__all__ = ["LandmarkSequence", "synthesise"]
