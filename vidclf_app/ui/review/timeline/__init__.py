"""The painted timeline: axis, segments, probability curves."""
