"""Frames in, predictions out: numpy, OpenCV and ONNX Runtime. No Qt, no command line.

Frames flow one way: source -> sampler -> encoder -> window -> head -> smoother -> segments ->
sinks. Each stage knows only its input and output record (`records`); `pipeline` alone gives
them threads.
"""

import os

# FFmpeg and OpenCV print to stderr on their own; vidclf says what happened itself. OpenCV reads
# these when it is first imported, so they are set before any module of the core.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
