"""How long MediaPipe's own pose takes for the sampled frames of a clip.

A script by itself, for the Python of an environment that has mediapipe 0.10.21 (it needs an older
NumPy than vidclf); `vidclf bench --reference-python` runs it. Prints JSON: `pose_ms`, the median
of one call while following, and `frames`.
"""

import json
import statistics
import sys
import time
from typing import Any


def main(clip: str, rate_hz: float, rounds: int) -> None:
    """Measure and print.

    Args:
        clip: A video file.
        rate_hz: Frames a second to take from it.
        rounds: Times that all of them go through.
    """
    import cv2
    import mediapipe  # type: ignore[import-not-found]

    capture = cv2.VideoCapture(clip)
    step = max(1, round((capture.get(cv2.CAP_PROP_FPS) or 30.0) / rate_hz))
    frames: list[Any] = []
    while capture.grab():
        if len(frames) * step == round(capture.get(cv2.CAP_PROP_POS_FRAMES)) - 1:
            frames.append(cv2.cvtColor(capture.retrieve()[1], cv2.COLOR_BGR2RGB))
    seconds = []
    with mediapipe.solutions.pose.Pose(model_complexity=1, smooth_landmarks=False) as pose:
        for _ in range(rounds):
            for frame in frames[:60]:
                started_s = time.perf_counter()
                pose.process(frame)
                seconds.append(time.perf_counter() - started_s)
    # Its networks are loaded and the person is found with the first call.
    median_ms = 1000.0 * statistics.median(seconds[1:])
    print(json.dumps({"pose_ms": round(median_ms, 3), "frames": len(seconds)}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
