"""The only room of the core that knows threads.

Two threads run the stages::

    capture thread      source -> sampler -> hand-over                      `SourceReader`
    inference thread    hand-over -> recogniser -> segments -> sinks        `ModelRunner`

Live, the hand-over has one place and the newest frame wins: a slow model drops sampled frames
before they are encoded, and each drop is counted. For files it is a short queue that waits:
complete and repeatable. The screen polls `Pipeline.snapshot`; nothing is pushed at it.
"""

from vidclf_app.core.pipeline.pipeline import Pipeline
from vidclf_app.core.pipeline.shortage import Shortage
from vidclf_app.core.pipeline.snapshot import Snapshot, State
from vidclf_app.core.pipeline.source_reader import FrameListener

__all__ = ["FrameListener", "Pipeline", "Shortage", "Snapshot", "State"]
