"""File analysis: the queue of videos and what was found in them."""
