"""Clocks that pass only when told to."""


class FakeClock:
    """Seconds."""

    def __init__(self, now_s: float = 1000.0) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        return self.now_s
