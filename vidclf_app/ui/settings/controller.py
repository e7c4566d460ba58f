"""The settings page without its widgets. Nothing here waits, but for the end of its threads."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from vidclf_app.background import Background
from vidclf_app.core.files import make_folder
from vidclf_app.errors import SettingsError, SinkError, refusal
from vidclf_app.folders import Folders
from vidclf_app.settings import (
    LanguageChoice,
    ProbabilityFormat,
    ProviderSetting,
    Settings,
    SettingsStore,
    TextScale,
    ThemeChoice,
    TimeFormat,
)
from vidclf_app.ui.parts.messages import Banner, BannerKind
from vidclf_app.ui.settings import wording
from vidclf_app.ui.settings.places import kept_places, nearest_folder, recordings_folder
from vidclf_app.ui.settings.view_state import KeptPlace, SettingsView

# A session that starts elsewhere is seen after that time at the latest.
_LOOK_EVERY_S = 2.0

_Tried = tuple[str, Path, str]

# A reset is about how the program behaves. Where its window stands and that the welcome was read
# are no choices of a person.
_KEPT_AT_RESET = ("geometry", "first_start_done")


class SettingsController:
    """Validates what a person chooses and writes it into the settings.

    Call everything from one thread, but what is given as `in_use`.

    Args:
        store: The settings. Who uses one listens to the store.
        in_use: Tells where models really run, for people, such as "CPU (CUDA can't be used: no
            NVIDIA driver)". Runs on a thread of its own: it may have to try.
        model_name: Tells the name of the model in use.
        folders: Where vidclf keeps what it keeps; None for this person's own folders.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        store: SettingsStore,
        *,
        in_use: Callable[[], str],
        model_name: Callable[[], str] = lambda: "",
        folders: Folders | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._in_use = in_use
        self._model_name = model_name
        self._folders = folders or Folders.own()
        self._clock = clock
        self._look_due_s = clock()
        self._in_use_text = ""
        self._in_use_job: Background[str] | None = None
        self._folder_job: Background[_Tried] | None = None
        self._language_at_start = store.current.language
        self._banner: Banner | None = None
        self._told_problem: str | None = None
        self._question = ""
        self._kept: tuple[Settings, tuple[KeptPlace, ...]] | None = None

    # What a person asks for.

    def choose_provider(self, provider: ProviderSetting) -> None:
        """Run models elsewhere."""
        self._change(provider=provider)
        self.look_again()

    def choose_theme(self, theme: ThemeChoice) -> None:
        """Look dark or light."""
        self._change(theme=theme)

    def choose_text_scale(self, percent: TextScale) -> None:
        """Write larger or smaller."""
        self._change(text_scale=percent)

    def choose_language(self, language: LanguageChoice) -> None:
        """Speak another language, from the next start on."""
        self._change(language=language)
        if language != self._language_at_start:
            self._banner = wording.language_banner()

    def choose_time_format(self, chosen: TimeFormat) -> None:
        """Tell times in another way."""
        self._change(time_format=chosen)

    def choose_probability_format(self, chosen: ProbabilityFormat) -> None:
        """Tell probabilities in another way."""
        self._change(probability_format=chosen)

    def keep_history(self, keep: bool) -> None:
        """Note sessions in the history from now on, or don't."""
        self._change(keep_history=keep)

    def choose_results_folder(self, folder: Path | None) -> None:
        """Write results of files into a folder, once it was tried; None beside each video."""
        self._choose_folder("results_folder", folder)

    def choose_recordings_folder(self, folder: Path | None) -> None:
        """Write recordings into a folder, once it was tried; None for the default one."""
        self._choose_folder("recordings_folder", folder)

    def ask_reset(self) -> None:
        """Ask whether everything should be reset."""
        self._question = wording.reset_question()

    def refuse_reset(self) -> None:
        """Leave everything as it is."""
        self._question = ""

    def confirm_reset(self) -> None:
        """Reset everything."""
        self._question = ""
        fresh, now = Settings().model_dump(), self._store.current.model_dump()
        self._change(**(fresh | {name: now[name] for name in _KEPT_AT_RESET}))
        self._banner = wording.done_banner()
        if self._store.current.language != self._language_at_start:
            self._banner = wording.language_banner()
        self.look_again()

    def folder_to_show(self, place: KeptPlace) -> Path | None:
        """Return the folder that a file manager should show for a place; None tells a banner."""
        folder = nearest_folder(place.path)
        if folder is None:
            self.note_unopened(place.path)
        return folder

    def note_unopened(self, path: Path) -> None:
        """Tell that the system could not show a folder."""
        self._banner = wording.unopened_banner(path)

    def close_banner(self) -> None:
        """Put the message away."""
        self._banner = None

    def look_again(self) -> None:
        """Find out anew where models run."""
        self._look_due_s = self._clock()

    # What to show.

    def poll(self) -> SettingsView:
        """Return how things stand now."""
        self._take_in_use()
        self._take_folder()
        problem = self._store.problem
        if problem != self._told_problem:
            self._told_problem = problem
            if problem is not None:
                self._banner = wording.unsaved_banner(problem)
        settings = self._store.current
        if self._kept is None or self._kept[0] != settings:
            self._kept = (settings, kept_places(settings, self._store.path, self._folders))
        return SettingsView(
            settings=settings,
            model_name=self._model_name(),
            in_use=self._in_use_text,
            recordings_folder=recordings_folder(settings),
            kept=self._kept[1],
            banner=self._banner,
            question=self._question,
        )

    def close(self, timeout_s: float) -> bool:
        """Wait for the threads, but not long; they write nothing that would stay half-written.

        Returns:
            True when all have ended.
        """
        jobs = [job for job in (self._in_use_job, self._folder_job) if job is not None]
        ended = [job.join(timeout_s / len(jobs)) for job in jobs]
        return all(ended)

    def _change(self, **fields: object) -> None:
        try:
            self._store.change(**fields)
        except SettingsError as error:
            self._banner = Banner(BannerKind.ERROR, error.message, error.hint, may_close=True)

    def _choose_folder(self, field: str, folder: Path | None) -> None:
        if folder is None:
            self._change(**{field: None})
        elif self._folder_job is None:
            chosen = folder.absolute()
            self._folder_job = Background(
                "vidclf-folder", lambda: (field, chosen, _obstacle(chosen))
            )

    def _take_in_use(self) -> None:
        now_s, job = self._clock(), self._in_use_job
        if job is not None and job.done:
            self._in_use_text = job.outcome()
            self._in_use_job = job = None
        if job is None and now_s >= self._look_due_s:
            self._look_due_s = now_s + _LOOK_EVERY_S
            self._in_use_job = Background("vidclf-provider", self._in_use)

    def _take_folder(self) -> None:
        job = self._folder_job
        if job is None or not job.done:
            return
        self._folder_job = None
        field, folder, obstacle = job.outcome()
        if obstacle:
            self._banner = wording.folder_banner(folder, obstacle)
        else:
            self._banner = None
            self._change(**{field: str(folder)})


def _obstacle(folder: Path) -> str:
    """Try a folder out: what permissions say is not true of every disk. "" where all is well."""
    try:
        make_folder(folder)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"0")
            probe.flush()
    except SinkError as error:
        return error.english[0]
    except OSError as error:
        return refusal(error)
    return ""
