"""vidclf: recognises what a person is doing, live.

The package has three rooms: `vidclf_app.core` (frames in, predictions out; no Qt, no command
line), `vidclf_app.ui` (the PySide6 window) and `vidclf_app.cli` (the command line). The two
faces stand on `core.pipeline`.
"""

__version__ = "0.1.0"
