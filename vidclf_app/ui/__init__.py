"""The window. Widgets emit what a person asks for and render the state that they are given.

All decisions are taken in `controller`, which knows no Qt. The window polls it; nothing sends a
Qt signal for a frame.
"""
