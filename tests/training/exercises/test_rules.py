"""Names to classes: what a table may hold, and what the shipped one makes of tricky names."""

from pathlib import Path

import pytest

from training.errors import TrainingError
from training.exercises.rules import OTHER, UNNAMED, Named, NameRules, load_rules

BOFIT = Path(__file__).parents[3] / "training" / "exercises" / "bofit_rules.toml"


def _written(folder: Path, text: str) -> Path:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _rule(match: str, label: str = "squat", variant: str = "plain", more: str = "") -> str:
    return f"[[rule]]\nmatch = '{match}'\nlabel = '{label}'\nvariant = '{variant}'\n{more}\n"


def test_the_first_rule_that_is_found_decides(tmp_path: Path) -> None:
    one = _rule("split squat", "lunge", "split")
    two = _rule("squat")
    assert load_rules(_written(tmp_path, one + two)).label_of("A split squat").label == "lunge"
    assert load_rules(_written(tmp_path, two + one)).label_of("A split squat").label == "squat"


def test_upper_and_lower_case_are_alike(tmp_path: Path) -> None:
    rules = load_rules(_written(tmp_path, _rule("Goblet SQUAT", variant="goblet")))
    assert rules.label_of("30 Legs goblet squat") == Named("squat", "goblet")


def test_a_pattern_can_tie_itself_to_the_ends_of_a_name(tmp_path: Path) -> None:
    rules = load_rules(_written(tmp_path, _rule("^squat$")))
    assert rules.label_of("Squat") == Named("squat", "plain")
    assert rules.label_of("Squat clean") == Named(OTHER, UNNAMED)


@pytest.mark.parametrize("name", ["Juggling", ""])
def test_a_name_without_a_rule_is_other(tmp_path: Path, name: str) -> None:
    rules = load_rules(_written(tmp_path, _rule("squat")))
    assert rules.label_of(name) == Named("other", "unnamed")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_rule("ok") + _rule("squat("), "rule 2: match: is not a regular expression: missing"),
        (_rule("ok") + _rule(""), "rule 2: match: "),
        (_rule("ok", label="Push up"), "rule 1: label: must be snake_case"),
        (_rule("ok", label="push-up"), "rule 1: label: must be snake_case"),
        (_rule("ok", label=""), "rule 1: label: must be snake_case"),
        (_rule("ok", variant="wide_"), "rule 1: variant: must be snake_case"),
        (_rule("ok") * 2 + _rule("ok", more="colour = 'red'"), "rule 3: colour: there is no such"),
        ("[[rule]]\nmatch = 'a'\nlabel = 'a'", "rule 1: variant: is missing"),
        ("colour = 'red'\n" + _rule("ok"), "rules.toml: colour: there is no such setting"),
        ("", "rules.toml: rule: is missing"),
        ("rule = []", "rules.toml: rule: "),
        ("rule = 3", "rules.toml: rule: "),
        ("rule = [3]", "rules.toml: rule 1: "),
        ("rule = ", "is not valid TOML"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(TrainingError) as caught:
        load_rules(_written(tmp_path, text))
    assert expected in caught.value.message
    assert "\n" not in caught.value.message


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="can't be read"):
        load_rules(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TrainingError, match="not a UTF-8"):
        load_rules(tmp_path / "bytes.toml")


@pytest.fixture(scope="module")
def bofit() -> NameRules:
    return load_rules(BOFIT)


@pytest.mark.parametrize(
    ("name", "label", "variant"),
    [
        ("30 Legs Barbell Back Squat", "squat", "barbell"),
        ("Dumbbell Squat To A Bench", "squat", "box"),
        ("Front Squats With Two Kettlebells", "squat", "front"),
        ("Squats - With Bands", "squat", "plain"),
        ("HM Wide Jump Squat", "squat", "jump"),
        ("Smith machine pistol squat", "squat", "pistol"),
        ("Wall sit", "squat", "wall_sit"),
        ("Lateral Squats", "lunge", "lateral"),
        ("30 Legs Machine Hack Squat", "other", "hack_machine"),
        ("Holman Squat Jump to Lunge Jump", "other", "lunge_hybrid"),
        ("Holman Squat to Right-Arm Overhead Press", "other", "squat_hybrid"),
        ("Squat hold with band pull-apart", "other", "squat_hybrid"),
        ("Holman Towel Squat Thrust", "other", "squat_thrust"),
        ("Squatting cable EZ-bar biceps curl", "biceps_curl", "squatting"),
        ("Split Squat with Dumbbells", "lunge", "split_squat"),
        ("MetaBurn Side-To-Side Lunge", "lunge", "lateral"),
        ("Jump Lunge", "lunge", "jumping"),
        ("UNS Forward-To-Reverse Lunge", "lunge", "forward_and_reverse"),
        ("Dumbbell lunge with biceps curl", "other", "lunge_hybrid"),
        ("Lunge glute stretch", "stretch", "static"),
        ("Clapping Push-Up", "push_up", "plyometric"),
        ("Bench 300 pushups", "push_up", "plain"),
        ("Close push-up to wide push-up", "push_up", "wide"),
        ("Plank Push-Up", "plank", "up_down"),
        ("Wide push-up plank hold", "plank", "high"),
        ("Holman Alternating Up-Down Plank to Push-Up", "other", "push_up_hybrid"),
        ("Side kick-through push-up", "other", "push_up_hybrid"),
        ("Dumbbell push-up row", "other", "renegade_row"),
        ("Handstand push-up", "other", "handstand"),
        ("MetaBurn Plank Jack", "plank_jack", "plain"),
        ("30 Side Plank On Ball", "plank", "side"),
        ("Holman Wide Hill Climber", "mountain_climber", "plain"),
        ("Single-leg curl up", "crunch_situp", "tuck"),
        ("Decline Press Sit-Up", "other", "press_sit_up"),
        ("Kneeling cable crunch", "other", "upright_crunch"),
        ("Reverse crunch", "leg_raise", "reverse_crunch"),
        ("Side Jackknife", "other", "side_v_up"),
        ("Hanging crunch", "leg_raise", "hanging"),
        ("Hanging Bar Good Morning", "other", "hang_or_wiper"),
        ("Standing Dumbbell Reverse Curl", "biceps_curl", "reverse_grip"),
        ("Palms-up wrist curl over bench", "wrist_curl", "curl"),
        ("Lying cable leg curl", "leg_curl_extension", "curl"),
        ("Lower Back Curl", "superman_back_extension", "plain"),
        ("Push-press", "overhead_press", "push_press"),
        ("30 Shoulders Leg Press Shoulder Press", "overhead_press", "machine"),
        ("Heavy Triceps Overhead Press", "triceps_extension", "overhead"),
        ("Close-grip EZ-bar bench press", "bench_press", "flat"),
        ("Close-Grip Bench Press", "bench_press", "flat"),
        ("Narrow-stance leg press", "leg_press", "plain"),
        ("30 Legs Leg Press Calf Raise", "calf_raise", "machine"),
        ("30 Arms Cable V-Bar Push-Down", "triceps_extension", "push_down"),
        ("Kettlebell bent-over row to clean", "other", "sequence"),
        ("Single-arm inverted row", "row", "inverted"),
        ("Barbell upright row", "upright_row", "plain"),
        ("Kettlebell sumo deadlift high pull", "other", "deadlift_hybrid"),
        ("Romanian Deadlift from Deficit", "deadlift", "romanian"),
        ("UN Single-Leg RDL", "deadlift", "single_leg"),
        ("Cable rope pull-through deadlift", "other", "pull_through"),
        ("Stiff Leg Barbell Good Morning", "good_morning", "standing"),
        ("Reverse Lunge to Single-Leg Kettlebell Deadlift", "other", "lunge_hybrid"),
        ("Band-assisted pull-up", "pull_up", "assisted"),
        ("One Arm Supinated Dumbbell Triceps Extension", "triceps_extension", "overhead"),
        ("Scapular pull-up", "other", "scapula"),
        ("UP Cable Face Pull", "other", "face_pull"),
        ("UNS Seal jack", "jumping_jack", "seal"),
        ("Burpee to pull-up", "other", "jump_and_pull_up"),
        ("Holman Renegade Row to Weighted Burpee", "other", "burpee_hybrid"),
        ("HM Dead Bug", "other", "core_hold"),
        ("Russian twist", "russian_twist", "plain"),
        ("Holman Standing Russian Twist", "other", "trunk_twist"),
        ("Balance Board", "other", "unnamed"),
    ],
)
def test_tricky_names(bofit: NameRules, name: str, label: str, variant: str) -> None:
    assert bofit.label_of(name) == Named(label, variant)
