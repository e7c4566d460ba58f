"""What is drawn of a body."""

import numpy as np
import numpy.typing as npt
import pytest

from tests.builders import LABELS, nobody, prediction, standing_body
from vidclf_app.core.body import BONES, Joint
from vidclf_app.core.overlay import draw_overlay
from vidclf_app.core.records import UInt8Array
from vidclf_app.core.skeleton import (
    OLDEST_S,
    SIDE_COLOURS,
    Side,
    body_to_draw,
    line_width_px,
    skeleton_of,
)

WIDTH, HEIGHT = 640, 360
GREY = np.full((HEIGHT, WIDTH, 3), 90, dtype=np.uint8)


def of_colour(picture: UInt8Array, side: Side) -> npt.NDArray[np.bool_]:
    """Return where a BGR picture shows a side's colour: bool, shape (H, W)."""
    wanted = np.array(SIDE_COLOURS[side][::-1])
    near: npt.NDArray[np.bool_] = (np.abs(picture.astype(int) - wanted) < 12).all(axis=2)
    return near


def drawn(**changes: object) -> UInt8Array:
    """Return a grey picture with a skeleton and, in its corner, the panel."""
    body = standing_body(WIDTH, HEIGHT, **changes)  # type: ignore[arg-type]
    return draw_overlay(GREY, LABELS, None, body=body)


def test_a_whole_body_has_all_bones_in_their_sides_colours() -> None:
    skeleton = skeleton_of(standing_body(WIDTH, HEIGHT))
    assert len(skeleton.lines) == len(BONES)
    sides = [line.side for line in skeleton.lines]
    assert sides.count(Side.MIDDLE) == 4, "the trunk"
    assert sides.count(Side.LEFT) == sides.count(Side.RIGHT) == 5
    for line in skeleton.lines:
        if line.side is Side.LEFT:
            assert min(line.start_px[0], line.end_px[0]) > WIDTH / 2, "it faces the camera"


def test_what_is_hardly_seen_is_left_out() -> None:
    whole = skeleton_of(standing_body(WIDTH, HEIGHT))
    partly = skeleton_of(standing_body(WIDTH, HEIGHT, hidden=(Joint.LEFT_WRIST,)))
    gone = set(whole.lines) - set(partly.lines)
    assert [line.side for line in gone] == [Side.LEFT]
    assert len(whole.dots) - len(partly.dots) == 1
    nothing = skeleton_of(standing_body(WIDTH, HEIGHT, hidden=tuple(Joint)))
    assert not nothing.lines
    assert not nothing.dots


def test_it_lies_where_the_body_is() -> None:
    picture = drawn()
    left, right, middle = (
        of_colour(picture, side) for side in (Side.LEFT, Side.RIGHT, Side.MIDDLE)
    )
    assert left[round(0.4 * HEIGHT), round(0.7 * WIDTH)], "the left elbow"
    assert right[round(0.4 * HEIGHT), round(0.3 * WIDTH)], "the right elbow"
    assert middle[round(0.3 * HEIGHT), round(0.5 * WIDTH)], "between the shoulders"
    assert not left[:, : WIDTH // 2].any()
    assert not right[:, WIDTH // 2 :].any()


def test_the_picture_itself_is_not_changed_and_without_a_body_nothing_is_drawn() -> None:
    before = GREY.copy()
    with_body = drawn()
    np.testing.assert_array_equal(GREY, before)
    without = draw_overlay(GREY, LABELS, None)
    assert (with_body != without).any()
    np.testing.assert_array_equal(without[:, WIDTH // 2 :], GREY[:, WIDTH // 2 :])


def test_edges_are_smooth() -> None:
    picture = drawn().astype(int)
    orange = np.array(SIDE_COLOURS[Side.LEFT][::-1])
    arm = picture[round(0.3 * HEIGHT) : round(0.5 * HEIGHT), round(0.62 * WIDTH) :]
    shades = np.unique(arm.reshape(-1, 3), axis=0)
    assert len(shades) > 20, "between line and picture there are steps"
    assert (np.abs(shades - orange).max(axis=1) < 12).any()


@pytest.mark.parametrize(("width", "height"), [(160, 120), (120, 400), (1280, 720), (3840, 2160)])
def test_lines_grow_with_the_picture(width: int, height: int) -> None:
    picture = np.full((height, width, 3), 90, dtype=np.uint8)
    shown = draw_overlay(picture, LABELS, None, body=standing_body(width, height))
    # Across the left thigh, right of the panel: bone, outline, and nothing else.
    row = round(0.65 * height)
    blue, _, red = np.moveaxis(shown[row, width // 2 :].astype(int), -1, 0)
    across = int((red - blue > 60).sum())
    wanted = line_width_px(width, height)
    assert max(1.0, 0.8 * wanted) <= across <= 1.2 * wanted + 3.0, "with its smooth edges"


def test_a_body_beside_the_picture_does_no_harm() -> None:
    for shift_px in (-5000.0, 700.0, 3e9):
        picture = drawn(shift_px=shift_px)
        assert not of_colour(picture, Side.RIGHT).any()


def test_an_old_body_is_not_drawn() -> None:
    body = standing_body(WIDTH, HEIGHT)
    told = prediction((0.7, 0.2, 0.1), 2.0, "red", body=body)
    assert body_to_draw(told, 2.0) is body
    assert body_to_draw(told, 2.0 + OLDEST_S) is body
    assert body_to_draw(told, 2.1 + OLDEST_S) is None
    assert body_to_draw(told, 0.0) is None, "the file began anew"
    assert body_to_draw(None, 2.0) is None
    assert body_to_draw(nobody(3, 2.0), 2.0) is None
