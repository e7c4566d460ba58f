"""Watching live: pictures of cameras, streams and files with what the model says over them."""
