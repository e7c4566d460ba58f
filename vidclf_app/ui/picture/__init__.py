"""Painting pictures with what the model says over them: live and of files."""
