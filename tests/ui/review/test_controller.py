"""The view of a result without a window: real files, real threads."""

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.builders import LABELS, write_bundle, write_video
from tests.ui.review.builders import (
    analyse,
    has_picture,
    long_document,
    poll_until,
    write_second_run,
)
from tests.ui.review.conftest import MakeReview, make_unwritable
from vidclf_app.core.bundle import read_manifest
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.records import Tuning
from vidclf_app.results.records import ModelIdentity
from vidclf_app.results.store import load_document, save_document
from vidclf_app.ui.review.controller import ReviewController
from vidclf_app.ui.review.timeline.marks import NOTHING
from vidclf_app.ui.review.view_state import Action, Phase, ReviewState, Saving


def is_saved(state: ReviewState) -> bool:
    return state.saving is Saving.SAVED


def shows(time_s: float) -> Callable[[ReviewState], bool]:
    """Tell whether the picture is that of a time, at 30 frames a second."""
    return lambda s: s.frame is not None and -1e-3 <= time_s - s.frame.time_s < 1 / 30


def labels_of(state: ReviewState) -> list[str]:
    assert state.result is not None
    return [segment.label for segment in state.result.segments]


def follows(controller: ReviewController) -> ReviewState:
    """Wait until the result is that of the tuning and the corrections as they are."""

    def settled(state: ReviewState) -> bool:
        assert controller._open is not None
        assert state.result is not None
        edits = controller._open.document.edits
        return (state.result.decided.tuning, state.result.hand) == edits

    return poll_until(controller, settled)


def test_empty_at_first(make_review: MakeReview) -> None:
    state = make_review().poll()
    assert state.phase is Phase.EMPTY
    assert state.headline
    assert state.result is None


def test_opens_a_real_result(review: ReviewController) -> None:
    state = review.poll()
    assert state.phase is Phase.READY
    assert state.title == "colours.mp4"
    assert "colours 1" in state.subtitle
    assert labels_of(state) == list(LABELS)
    assert state.message is None
    assert set(state.labels) == set(LABELS)
    assert state.can_play
    timeline = state.timeline
    assert timeline is not None
    assert timeline.duration_s == pytest.approx(9.0, abs=0.1)
    assert len(timeline.shown) == 3
    assert len(timeline.model) == 0


def test_lanes_begin_with_what_matters(review: ReviewController) -> None:
    timeline = review.poll().timeline
    assert timeline is not None
    lengths_s = {
        int(timeline.shown.label[number]): timeline.shown.end_s[number]
        - timeline.shown.start_s[number]
        for number in range(3)
    }
    shown = [lengths_s[lane] for lane in timeline.lanes]
    assert shown == sorted(shown, reverse=True)


def test_the_picture_and_its_label_follow_the_playhead(review: ReviewController) -> None:
    review.seek(4.5)
    assert review.poll().position_s == 4.5
    state = poll_until(review, shows(4.5))
    assert state.frame is not None
    assert state.frame.pixels[20, 20].argmax() == 1, "green"
    assert state.recognised is not None
    assert (state.recognised.verdict, state.recognised.label) == ("green", "green")
    assert state.recognised.ranked[0].label == "green"
    review.seek_by(-100.0)
    assert review.poll().position_s == 0.0
    review.seek_end()
    state = poll_until(review, lambda s: s.frame is not None and s.frame.index == 269)
    assert state.recognised is not None
    assert state.recognised.label == "blue"


def test_neighbours(review: ReviewController) -> None:
    segments = review.poll().result
    assert segments is not None
    starts_s = [segment.start_s for segment in segments.segments]
    for place in range(3):
        review.go_to_neighbour(1)
        state = review.poll()
        assert (state.selected, state.position_s) == (place, starts_s[place])
    review.go_to_neighbour(1)
    assert review.poll().selected == 2, "there is none behind the last"
    review.go_to_neighbour(-1)
    assert review.poll().selected == 1
    review.go_to_neighbour(-1)
    review.go_to_neighbour(-1)
    assert review.poll().selected == 0


def test_threshold_and_smoothing_decide_anew_and_are_kept(
    review: ReviewController, result: Path
) -> None:
    before = review.poll().timeline
    review.set_threshold(1.0)
    state = follows(review)
    assert labels_of(state) != list(LABELS)
    assert state.timeline is not None
    assert before is not None
    assert state.timeline.curves is before.curves, "thresholds leave the curves alone"
    assert set(state.timeline.thresholds) == {1.0}
    review.set_smoothing(3.0)
    state = follows(review)
    assert state.timeline is not None
    assert state.timeline.curves is not before.curves
    poll_until(review, is_saved)
    assert load_document(result).tuning == Tuning(1.0, 3.0)
    review.reset_tuning()
    assert labels_of(follows(review)) == list(LABELS)
    poll_until(review, is_saved)
    assert load_document(result).tuning == Tuning()


def test_corrections_are_shown_kept_and_taken_back(review: ReviewController, result: Path) -> None:
    review.select(1)
    review.use_label("blue")
    state = follows(review)
    assert labels_of(state) == ["red", "blue", "blue"]
    assert state.selected == 1
    assert state.result is not None
    assert state.result.segments[1].by_hand
    timeline = state.timeline
    assert timeline is not None
    assert [LABELS[n] for n in timeline.model.label] == ["green"], "what the model says there"
    review.move_edge(1, "start", 4.0)
    state = follows(review)
    assert state.result is not None
    assert state.result.segments[state.selected or 0].start_s == pytest.approx(4.0)
    review.delete()
    state = follows(review)
    assert labels_of(state) == ["red", "blue"]
    assert state.selected is None
    assert state.timeline is not None
    assert NOTHING not in state.timeline.model.label
    poll_until(review, is_saved)
    assert len(load_document(result).corrections.hand) == 1
    for _ in range(3):
        assert review.poll().can_undo
        review.undo()
    state = follows(review)
    assert labels_of(state) == list(LABELS)
    assert not state.can_undo
    review.redo()
    assert labels_of(follows(review)) == ["red", "blue", "blue"]
    poll_until(review, is_saved)


def test_adding_and_edges_at_the_playhead(review: ReviewController) -> None:
    segments = review.poll().result
    assert segments is not None
    review.select(None)
    review.use_label("blue")
    review.seek(1.0)
    review.add_here()
    state = follows(review)
    assert state.result is not None
    chosen = state.result.segments[state.selected or 0]
    assert (chosen.label, chosen.start_s, chosen.end_s) == ("blue", 1.0, 3.0)
    review.seek(1.5)
    review.set_edge_here("start")
    state = follows(review)
    review.seek(2.2)
    review.set_edge_here("end")
    state = follows(review)
    assert state.result is not None
    chosen = state.result.segments[state.selected or 0]
    assert (chosen.start_s, chosen.end_s) == (1.5, 2.2)
    review.add(8.0, 7.0)
    state = follows(review)
    assert state.result is not None
    chosen = state.result.segments[state.selected or 0]
    assert (chosen.start_s, chosen.end_s) == (7.0, 9.0) or chosen.start_s <= 7.0
    review.press_label(99)
    assert follows(review).result is not None


def test_what_makes_no_sense_is_told_and_put_away(review: ReviewController) -> None:
    review.add(5.0, 5.0)
    message = review.poll().message
    assert message is not None
    assert "too short" in message.banner.message
    review.close_message()
    assert review.poll().message is None


def test_what_can_not_be_saved_stays_and_can_be_saved_elsewhere(
    make_review: MakeReview, kept_apart: Path, tmp_path: Path
) -> None:
    review = make_review()
    review.open_result(kept_apart)
    poll_until(review, has_picture)
    make_unwritable(kept_apart)
    review.select(0)
    review.use_label("blue")
    state = poll_until(review, lambda s: s.saving is Saving.FAILED)
    assert state.message is not None
    assert state.message.actions == (Action.SAVE_AGAIN, Action.SAVE_ELSEWHERE)
    review.close_message()
    assert review.poll().message is not None, "it can't be put away"
    review.save_again()
    poll_until(review, lambda s: s.saving is Saving.FAILED)
    assert labels_of(follows(review))[0] == "blue"
    elsewhere = tmp_path / "else" / "mine.vidclf"
    review.save_to(elsewhere)
    state = poll_until(review, is_saved)
    assert state.path == elsewhere
    assert state.message is None
    assert len(load_document(elsewhere).corrections.hand) == 1
    review.undo()
    poll_until(review, is_saved)
    assert load_document(elsewhere).corrections.hand == ()


def test_save_again_once_the_folder_is_back(make_review: MakeReview, kept_apart: Path) -> None:
    review = make_review()
    review.open_result(kept_apart)
    poll_until(review, has_picture)
    make_unwritable(kept_apart)
    review.set_threshold(0.9)
    poll_until(review, lambda s: s.saving is Saving.FAILED)
    kept_apart.parent.unlink()
    review.save_again()
    assert poll_until(review, is_saved).message is None
    assert load_document(kept_apart).tuning.threshold == 0.9


def test_unsaved_work_holds_the_next_result_back(
    make_review: MakeReview, kept_apart: Path, tmp_path: Path
) -> None:
    other = tmp_path / "second.vidclf"
    shutil.copy(kept_apart, other)
    review = make_review()
    review.open_result(kept_apart)
    poll_until(review, has_picture)
    make_unwritable(kept_apart)
    review.select(0)
    review.use_label("blue")
    review.open_result(other)
    state = poll_until(review, lambda s: s.saving is Saving.FAILED)
    assert state.message is not None
    assert Action.DISCARD in state.message.actions
    assert state.path == kept_apart
    review.discard()
    state = poll_until(review, lambda s: s.path == other and has_picture(s))
    assert labels_of(state) == list(LABELS)


def test_work_is_saved_before_the_next_result_opens(review: ReviewController, result: Path) -> None:
    other = result.with_name("second.vidclf")
    shutil.copy(result, other)
    review.select(0)
    review.use_label("blue")
    review.open_result(other)
    poll_until(review, lambda s: s.path == other and has_picture(s))
    assert len(load_document(result).corrections.hand) == 1


def test_closing_saves(make_review: MakeReview, result: Path) -> None:
    controller = make_review()
    controller.open_result(result)
    poll_until(controller, has_picture)
    controller.select(2)
    controller.use_label("red")
    begun_s = time.monotonic()
    assert controller.close(5.0)
    assert time.monotonic() - begun_s < 5.0
    assert [stretch.label for stretch in load_document(result).corrections.hand] == ["red"]


def test_what_can_not_be_saved_at_the_end_is_rescued(
    make_review: MakeReview, kept_apart: Path, tmp_path: Path
) -> None:
    rescue = tmp_path / "rescue"
    (rescue).mkdir()
    (rescue / f"{kept_apart.stem}.1.vidclf").write_bytes(b"an earlier one")
    review = make_review(rescue=rescue)
    review.open_result(kept_apart)
    poll_until(review, has_picture)
    make_unwritable(kept_apart)
    review.select(0)
    review.use_label("blue")
    assert review.close(5.0)
    rescued = load_document(rescue / f"{kept_apart.stem}.2.vidclf")
    assert [stretch.label for stretch in rescued.corrections.hand] == ["blue"]


@pytest.mark.parametrize("content", [b"", b"PK no zip", None])
def test_what_can_not_be_opened_is_told(
    make_review: MakeReview, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "clip.mp4.model.vidclf"
    if content is not None:
        path.write_bytes(content)
    controller = make_review()
    controller.open_result(path)
    state = poll_until(controller, lambda s: s.phase is Phase.FAILED)
    assert state.message is not None
    assert path.name in state.message.banner.message
    kept = [each for each in tmp_path.iterdir() if ".damaged-1" in each.name]
    assert len(kept) == (0 if content is None else 1), "a damaged file is kept aside"
    controller.close_message()
    assert controller.poll().phase is Phase.EMPTY


def test_a_file_that_is_no_result_keeps_its_name(make_review: MakeReview, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("mine")
    controller = make_review()
    controller.open_result(path)
    poll_until(controller, lambda s: s.phase is Phase.FAILED)
    assert path.read_text() == "mine"


def test_a_missing_video_leaves_the_timeline_usable(
    make_review: MakeReview, result: Path, tmp_path: Path
) -> None:
    video = result.parent / "colours.mp4"
    away = tmp_path / "away"
    away.mkdir()
    moved = shutil.move(video, away / "other name.mp4")
    controller = make_review()
    controller.open_result(result)
    state = poll_until(controller, lambda s: s.message is not None)
    assert state.message is not None
    assert Action.FIND_VIDEO in state.message.actions
    assert "colours.mp4" in state.message.banner.message
    assert not state.can_play
    controller.seek(4.5)
    state = controller.poll()
    assert state.position_s == 4.5
    assert state.recognised is not None
    assert state.recognised.label == "green"
    controller.find_video(Path(moved))
    state = poll_until(controller, has_picture)
    assert state.message is None
    assert state.position_s == pytest.approx(4.5)
    poll_until(controller, is_saved)
    assert load_document(result).analysis.video.path == Path(moved), "found for the next time too"


def test_another_video_is_shown_only_if_wanted(
    make_review: MakeReview, result: Path, tmp_path: Path
) -> None:
    (result.parent / "colours.mp4").unlink()
    other = write_video(tmp_path / "other.mp4", ("blue",))
    controller = make_review()
    controller.open_result(result)
    poll_until(controller, lambda s: s.message is not None)
    controller.find_video(other)
    state = poll_until(
        controller, lambda s: s.message is not None and Action.USE_ANYWAY in s.message.actions
    )
    assert state.frame is None
    controller.use_anyway()
    poll_until(controller, has_picture)
    controller.find_video(tmp_path / "nothing.mp4")
    state = poll_until(controller, lambda s: s.message is not None)
    assert state.message is not None
    assert "nothing.mp4" in state.message.banner.message


def test_a_changed_video_is_told(make_review: MakeReview, result: Path) -> None:
    write_video(result.parent / "colours.mp4", ("blue", "red"))
    controller = make_review()
    controller.open_result(result)
    state = poll_until(controller, lambda s: s.message is not None)
    assert state.message is not None
    assert state.message.actions[0] is Action.ANALYSE_AGAIN
    assert "changed" in state.message.banner.message
    controller.close_message()
    assert controller.poll().message is None


def test_a_changed_model_is_told(
    make_review: MakeReview, result: Path, bundle_path: Path, tmp_path: Path
) -> None:
    same, other = (
        read_manifest(bundle_path),
        read_manifest(write_bundle(tmp_path / "new", min_frames=7)),
    )
    asked: list[ModelIdentity] = []

    def find(manifest: ModelManifest) -> ReviewState:
        def found(model: ModelIdentity) -> ModelManifest:
            asked.append(model)
            return manifest

        controller = make_review(find_manifest=found)
        controller.open_result(result)
        return poll_until(controller, has_picture)

    assert find(same).message is None
    message = find(other).message
    assert message is not None
    assert message.actions[0] is Action.ANALYSE_AGAIN
    assert asked[0].name == "colours"


def test_the_video_vanishes_while_open(review: ReviewController, result: Path) -> None:
    (result.parent / "colours.mp4").unlink()
    state = poll_until(review, lambda s: s.message is not None)
    assert state.frame is not None
    assert state.message is not None
    assert Action.FIND_VIDEO in state.message.actions
    review.seek(2.0)
    assert review.poll().position_s == 2.0


def test_the_video_is_replaced_while_it_plays(review: ReviewController, result: Path) -> None:
    video = result.parent / "colours.mp4"
    review.video.set_speed(0.25)
    review.video.set_playing(True)
    poll_until(review, lambda s: s.frame is not None and s.frame.index > 0)
    write_video(result.parent / "new.mp4", ("blue", "red")).replace(video)
    state = poll_until(review, lambda s: s.message is not None)
    assert state.message is not None
    assert "replaced or changed" in state.message.banner.message
    assert state.message.actions == (Action.TRY_AGAIN, Action.FIND_VIDEO, Action.CLOSE)
    state = poll_until(review, lambda s: not s.playing)
    assert not state.can_play
    assert state.frame is not None, "the last picture stays"
    # The rest stays in use.
    review.go_to(1)
    assert state.result is not None
    assert review.poll().position_s == state.result.segments[1].start_s
    review.use_label("blue")
    assert labels_of(follows(review)) == ["red", "blue", "blue"]
    poll_until(review, is_saved)
    review.retry()
    state = poll_until(review, lambda s: s.can_play)
    assert state.message is not None
    assert state.message.actions[0] is Action.ANALYSE_AGAIN
    assert "changed since it was analysed" in state.message.banner.message
    review.seek(0.5)
    state = poll_until(review, shows(0.5))
    assert state.frame is not None
    assert state.frame.pixels[20, 20].argmax() == 0, "what the file holds now: blue"


def test_a_video_that_was_cut_short_is_told_and_may_come_back(
    review: ReviewController, result: Path
) -> None:
    video = result.parent / "colours.mp4"
    whole = video.read_bytes()
    video.write_bytes(whole[: len(whole) // 2])
    poll_until(review, lambda s: s.message is not None)
    review.retry()
    state = poll_until(
        review, lambda s: s.message is not None and "truncated" in s.message.banner.message
    )
    assert state.timeline is not None
    video.write_bytes(whole)
    review.retry()
    state = poll_until(review, lambda s: s.can_play)
    review.seek(4.5)
    poll_until(review, shows(4.5))


def test_comparing(review: ReviewController, result: Path) -> None:
    other = write_second_run(result, "colours.mp4.late.vidclf")
    review.open_result(result)
    state = poll_until(review, lambda s: bool(s.choices) and has_picture(s))
    assert [choice.path for choice in state.choices] == [other]
    assert "late 2" in state.choices[0].name
    review.compare_with(other)
    state = poll_until(review, lambda s: s.other is not None)
    assert state.other is not None
    comparison = state.other.comparison
    assert comparison is not None
    assert 0.7 < comparison.agreement < 1.0
    assert comparison.disagreements
    assert len(state.other.shown) >= 3
    assert state.other.columns == (0, 1, 2)
    agreement = comparison.agreement
    review.select(0)
    review.use_label("blue")
    follows(review)
    state = poll_until(review, lambda s: s.other is not None)
    assert state.other is not None
    assert state.other.comparison is not None
    assert state.other.comparison.agreement < agreement, "corrections count at once"
    review.stop_comparing()
    assert poll_until(review, lambda s: s.other is None).result is not None
    review.undo()
    poll_until(review, is_saved)


def test_results_of_other_videos_are_not_compared(
    review: ReviewController, tmp_path: Path, bundle_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = analyse(write_video(folder / "red.mp4", ("red",)), bundle_path)
    review.compare_with(other)
    state = poll_until(review, lambda s: s.message is not None)
    assert state.message is not None
    assert "another video" in state.message.banner.message
    assert state.other is None


def test_playing_speed_and_skeleton(review: ReviewController) -> None:
    review.video.step_speed(1)
    assert review.poll().speed == 1.5
    review.video.step_speed(-9)
    assert review.poll().speed == 0.25
    review.video.set_speed(8.0)
    review.video.set_playing(True)
    state = poll_until(review, lambda s: s.position_s > 3.0)
    assert state.playing
    review.video.step_frames(1)
    assert not review.poll().playing
    assert not review.poll().finds_people
    review.set_skeleton(False)
    assert not review.poll().skeleton


def test_landmarks_lie_over_the_picture(make_review: MakeReview, result: Path) -> None:
    document = load_document(result)
    analysis = document.analysis
    count = len(analysis.predictions)
    landmarks = np.zeros((count, 33, 3), dtype=np.float32)
    landmarks[:, :, 0] = np.arange(count)[:, None] % 60
    landmarks[:, :, 2] = 1.0
    landmarks[50] = np.nan
    with_people = replace(analysis, predictions=replace(analysis.predictions, landmarks=landmarks))
    save_document(result, type(document)(with_people))
    controller = make_review()
    controller.open_result(result)
    poll_until(controller, has_picture)
    times_s = analysis.predictions.time_s
    between_s = float(times_s[20] + times_s[21]) / 2
    controller.seek(between_s)
    state = poll_until(controller, shows(between_s))
    assert state.frame is not None
    assert state.body is not None
    share = (state.frame.time_s - times_s[20]) / (times_s[21] - times_s[20])
    assert state.body.picture_px[0, 0] == pytest.approx(20 + share, abs=0.2), "in between"
    controller.seek(float(times_s[50]))
    state = poll_until(controller, shows(float(times_s[50])))
    assert state.body is None, "nobody was followed"


def test_dragging_a_slider_ends_at_the_last_value(make_review: MakeReview, tmp_path: Path) -> None:
    path = tmp_path / "long.vidclf"
    save_document(path, long_document(6000, 6))
    controller = make_review()
    controller.open_result(path)
    poll_until(controller, lambda s: s.result is not None)
    seen = set()
    for percent in range(1, 100):
        controller.set_threshold(percent / 100)
        state = controller.poll()
        assert state.result is not None
        seen.add(state.result.decided.tuning.threshold)
        time.sleep(0.001)
    state = follows(controller)
    assert state.result is not None
    assert state.result.decided.tuning == Tuning(threshold=0.99)
    assert len(seen) < 99, "not every place of the slider is worked out"
