"""The sentences at the top of a report say what the figures say."""

from tests.training.evaluation.builders import facts, head, one_hot
from training.evaluation.outcomes import Comparison, compare, outcomes_of
from training.evaluation.verdict import summary

TARGETS = [0, 0, 1, 1, 2, 2]


def _said(shipped: list[int], baseline: list[int], majority: float = 0.3) -> str:
    heads = [
        head(TARGETS, one_hot(shipped), title="GRU"),
        head(
            TARGETS,
            one_hot(baseline),
            name="mean",
            title="Mean pool",
            is_shipped=False,
            is_baseline=True,
        ),
    ]
    return " ".join(summary(facts(TARGETS, heads, majority=majority)))


def test_a_head_that_beats_the_baseline() -> None:
    said = _said([0, 0, 1, 1, 2, 2], [0, 0, 1, 0, 0, 0])
    assert "GRU names the right class for 6 of 6 clips (100%) from 3 groups" in said
    assert "right for 30%" in said
    assert "the choice of clips goes: 100% to 100% right, macro-F1 1.00 to 1.00." in said
    assert "beats the baseline (Mean pool, 50%) by 3 clips" in said
    assert "3 clips only it has right, 0 clips only the other" in said
    assert "chance" in said  # Three clips can't tell.


def test_a_head_that_is_as_good_as_the_baseline_is_said_not_to_beat_it() -> None:
    said = _said([0, 0, 1, 1, 2, 0], [0, 0, 1, 1, 0, 2])
    assert "does not beat the baseline (Mean pool, 83%)" in said
    # Of two clips of the third class one is right: neither, one or both may be drawn.
    assert "the choice of clips goes: 67% to 100% right" in said
    assert "1 clip only it has right, 1 clip only the other" in said


def test_a_head_that_is_worse_than_the_baseline() -> None:
    said = _said([0, 0, 0, 0, 0, 0], [0, 0, 1, 1, 2, 0], majority=0.34)
    assert "is worse than the baseline" in said
    assert "no better than always naming the largest class" in said


def test_a_baseline_that_is_shipped_says_what_the_recurrent_heads_did() -> None:
    heads = [
        head(TARGETS, one_hot(TARGETS), title="Mean pool", is_baseline=True),
        head(TARGETS, one_hot([0] * 6), name="gru", title="GRU", is_shipped=False),
    ]
    said = " ".join(summary(facts(TARGETS, heads)))
    assert (
        "see the order of frames do not beat this baseline; the best of them, GRU, is right for 33%"
        in said
    )


def test_clips_that_were_in_training_are_said_to_flatter() -> None:
    shipped = head(TARGETS, one_hot(TARGETS))
    assert (
        "4 of the 6 clips were in training"
        in summary(facts(TARGETS, [shipped], kind="bundle", seen_clips=4))[-1]
    )
    none = summary(facts(TARGETS, [shipped], kind="bundle", seen_clips=0))[-1]
    assert none == "The bundle learnt from none of these clips."


def test_groups_are_not_told_where_each_clip_is_its_own() -> None:
    alone = facts([0, 1], [head([0, 1], one_hot([0, 1]))])
    assert "groups" not in summary(alone)[0]


def test_the_sign_test() -> None:
    assert Comparison(0, 0).may_be_chance
    assert Comparison(5, 0).may_be_chance  # 2 * 0.5 ** 5 = 0.0625
    assert not Comparison(6, 0).may_be_chance  # 2 * 0.5 ** 6 = 0.031


def test_mistakes_come_surest_first() -> None:
    rows = [[0.2, 0.7, 0.1], [0.05, 0.9, 0.05], [0.1, 0.8, 0.1], [0.6, 0.3, 0.1]]
    targets = [0, 0, 1, 1]
    whole = facts(targets, [head(targets, rows)])
    outcomes = outcomes_of(whole, whole.shipped)
    assert outcomes.mistakes.tolist() == [1, 0, 3]
    assert outcomes.confusions == [(0, 1, 2), (1, 0, 1)]
    assert compare(outcomes, outcomes) == Comparison(0, 0)
