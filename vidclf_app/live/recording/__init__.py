"""Recording what a live source shows: raw, with the overlay, or both. No Qt.

A recording is made of tracks, each with a thread and a bounded queue; a track writes parts, each a
file. The files are AVI with MPEG-4 part 2, the best that the program can write without further
libraries and that a kill doesn't make unreadable: an MP4 file is nothing without the index that is
written at its end. `avi` finishes a file whose writer was killed.
"""
