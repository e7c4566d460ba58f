"""Times and probabilities as people want to read them. Without Qt."""

from dataclasses import dataclass
from typing import Final

from vidclf_app.settings import ProbabilityFormat, Settings, TimeFormat
from vidclf_app.translating import translate


@dataclass(frozen=True, slots=True)
class Units:
    """How numbers are told in the window; files have formats of their own.

    Attributes:
        time_format: "seconds" tells 83.4 s, "clock" tells 1:23.4.
        probability_format: "percent" tells 87%, "fraction" tells 0.87.
    """

    time_format: TimeFormat = "seconds"
    probability_format: ProbabilityFormat = "percent"

    @classmethod
    def of(cls, settings: Settings) -> "Units":
        """Return what the settings say."""
        return cls(settings.time_format, settings.probability_format)

    def time(self, time_s: float) -> str:
        """Return a moment or a length, to a tenth of a second."""
        sign, tenths = "−" if time_s < -0.05 else "", round(abs(time_s) * 10)  # noqa: RUF001
        if self.time_format == "seconds":
            return sign + seconds_text(tenths / 10)
        minutes, tenths = divmod(tenths, 600)
        hours, minutes = divmod(minutes, 60)
        seconds = _with_decimal_mark(f"{tenths / 10:04.1f}")
        if hours:
            return f"{sign}{hours}:{minutes:02d}:{seconds}"
        return f"{sign}{minutes}:{seconds}"

    def length(self, time_s: float) -> str:
        """Return how long something was; from a minute on, to a second."""
        return self.time(time_s) if time_s < 59.95 else elapsed_text(round(time_s))

    def probability(self, probability: float) -> str:
        """Return a probability from 0 to 1."""
        if self.probability_format == "percent":
            return translate("units", "{number}%").format(number=f"{probability * 100:.0f}")
        return number_text(probability, 2)


def elapsed_text(time_s: float) -> str:
    """Return a length to a second: "0:34", "1:02:05"."""
    minutes, seconds = divmod(int(time_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def seconds_text(time_s: float) -> str:
    """Return a length that is always told in seconds, such as a setting's: "0.4 s"."""
    return translate("units", "{seconds} s").format(seconds=number_text(time_s, 1))


def number_text(number: float, decimals: int) -> str:
    """Return a number with its decimal mark in the person's language."""
    return _with_decimal_mark(f"{number:.{decimals}f}")


def _with_decimal_mark(number: str) -> str:
    # "." is the only text of this context that is translated to a mark.
    return number.replace(".", translate("units", "."))


_in_use: Final[list[Units]] = [Units()]


def units() -> Units:
    """Return the units in use in the window; ask each time something is shown."""
    return _in_use[-1]


def use_units(chosen: Units) -> None:
    """Show times and probabilities in other units from now on."""
    _in_use[:] = [chosen]
