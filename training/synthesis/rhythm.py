"""When a movement happens: repetitions with uneven tempo and pauses, single acts, sway."""

from dataclasses import dataclass

import numpy as np

from training.synthesis.body import FloatArray, Numbers


def smooth(share: Numbers) -> FloatArray:
    """Go from 0 to 1 without a jolt at either end; the argument is clipped to 0..1."""
    u = np.clip(share, 0.0, 1.0)
    eased: FloatArray = u * u * (3.0 - 2.0 * u)
    return eased


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """Course of repetitions, one value a frame.

    Attributes:
        effort: 0 at the start position, about 1 at the far end, shape (T,).
        turn: Number of the repetition, from 0, shape (T,), int64.
        progress: 0..1 within the repetition, pauses included, shape (T,).
    """

    effort: FloatArray
    turn: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    progress: FloatArray

    def alternating(self) -> FloatArray:
        """Return the effort of left and right in turns, shape (T, 2)."""
        odd = self.turn % 2
        return self.effort[:, None] * np.stack((1 - odd, odd), -1)


def repetitions(
    time_s: FloatArray,
    rng: np.random.Generator,
    shortest_s: float = 0.8,
    longest_s: float = 4.0,
    most_pause: float = 0.3,
) -> Rhythm:
    """Repetitions of one person: own tempo, uneven halves, pauses, small changes of each.

    The first frame falls anywhere in a repetition.

    Args:
        time_s: Times of the frames, rising, shape (T,).
        rng: Source of the choices.
        shortest_s: Shortest typical repetition.
        longest_s: Longest typical repetition.
        most_pause: Largest share of a repetition that each of the two pauses may take.
    """
    typical_s = float(np.exp(rng.uniform(np.log(shortest_s), np.log(longest_s))))
    # Most people turn round at once; some rest at one of the ends.
    pauses = most_pause * rng.random(2) ** 3
    going = rng.uniform(0.32, 0.68)
    moving = 1.0 - pauses.sum()
    shares = np.array([moving * going, pauses[0], moving * (1.0 - going), pauses[1]])
    count = int((time_s[-1] - time_s[0]) / (0.6 * typical_s)) + 3
    lengths = typical_s * shares * np.exp(rng.normal(0.0, 0.07, (count, 4)))
    knots = np.concatenate(([0.0], np.cumsum(lengths)))
    knots += time_s[0] - rng.random() * knots[4]
    effort = np.interp(time_s, knots, np.resize([0.0, 1.0, 1.0, 0.0], 4 * count + 1))
    starts = knots[::4]
    turn = np.clip(np.searchsorted(starts, time_s, side="right") - 1, 0, count - 1)
    progress = (time_s - starts[turn]) / (starts[turn + 1] - starts[turn])
    sharp = rng.uniform(0.0, 0.4)
    reach = 1.0 - np.abs(rng.normal(0.0, 0.06, count))
    eased = (sharp * effort + (1.0 - sharp) * smooth(effort)) * reach[turn]
    return Rhythm(eased, turn.astype(np.int64), np.clip(progress, 0.0, 1.0))


def once(
    time_s: FloatArray, rng: np.random.Generator, length_s: tuple[float, float] = (0.6, 2.0)
) -> FloatArray:
    """Course of a single act, 0..1, shape (T,): there, there and back, or back only."""
    first, last = time_s[0], time_s[-1]
    start = rng.uniform(first - 0.5 * length_s[1], max(last - 0.3, first))
    there, back = rng.uniform(*length_s, 2)
    kind = rng.integers(3)
    if kind == 0:
        return smooth((time_s - start) / there)
    if kind == 1:
        return 1.0 - smooth((time_s - start) / back)
    stay = rng.uniform(0.1, 1.2)
    return smooth((time_s - start) / there) - smooth((time_s - start - there - stay) / back)


def wander(
    time_s: FloatArray, rng: np.random.Generator, size: float, channels: int, rate_hz: float = 0.5
) -> FloatArray:
    """Smooth aimless motion of about `size` (standard deviation), shape (T, channels)."""
    rates = 2.0 * np.pi * rate_hz * rng.uniform(0.3, 1.7, (3, channels))
    phases = rng.uniform(0.0, 2.0 * np.pi, (3, channels))
    waves = np.sin(time_s[:, None, None] * rates + phases)
    motion: FloatArray = waves.sum(axis=1) * (size * 0.8165)
    return motion
