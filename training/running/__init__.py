"""A run from clips to a bundle and a report, stage by stage, and several heads side by side."""
