"""Results out: what is known of a video, written in the forms that other programs read. No Qt."""
