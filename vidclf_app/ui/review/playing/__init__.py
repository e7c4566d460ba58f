"""Pictures of a video file at any time of it, without Qt."""
