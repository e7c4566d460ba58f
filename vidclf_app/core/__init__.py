"""Frames in, predictions out: numpy, OpenCV and ONNX Runtime. No Qt, no command line.

Frames flow one way: source -> sampler -> encoder -> window -> head -> smoother -> segments ->
sinks. Each stage knows only its input and output record (`records`); `pipeline` alone gives
them threads.
"""
