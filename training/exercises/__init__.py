"""Exercises on video: from the names people gave the clips to classes worth learning."""
