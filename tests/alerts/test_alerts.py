"""Alerts from real pipelines to real servers."""

import json
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import ValidationError

from tests.alerts.servers import free_port, mqtt_broker, web_server
from tests.builders import LABELS, nobody, prediction
from vidclf_app.alerts.broker import publish_to
from vidclf_app.alerts.centre import AlertCentre, Delivery, LoggedAlert
from vidclf_app.alerts.config import AlertRule, Alerts, Mqtt, Webhook
from vidclf_app.alerts.outbox import Outbox
from vidclf_app.alerts.records import Alert
from vidclf_app.alerts.sound import AlertSound, alert_sound
from vidclf_app.alerts.watching import RuleWatcher
from vidclf_app.alerts.webhook import post_to
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.errors import AlertError

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PATIENCE_S = 20.0


def wait_until(holds: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline_s
        time.sleep(0.005)


def red_rule(**changes: Any) -> AlertRule:
    fields: dict[str, Any] = {"label": "red", "sound": False, "after_s": 0.5}
    return AlertRule(**(fields | changes))


def an_alert(**changes: Any) -> Alert:
    fields: dict[str, Any] = {
        "rule": red_rule(),
        "source": "Desk",
        "model": "colours",
        "at": NOON,
        "lasted_s": 0.5,
        "probability": 0.875,
    }
    return Alert(**(fields | changes))


class QuietSound(AlertSound):
    """Counts in place of playing."""

    def __init__(self) -> None:
        super().__init__(player="")
        self.played = 0

    def play(self) -> None:
        self.played += 1


@pytest.fixture
def sound() -> QuietSound:
    return QuietSound()


@pytest.fixture
def make_centre(sound: QuietSound) -> Iterator[Callable[[Alerts], AlertCentre]]:
    made: list[AlertCentre] = []

    def make(config: Alerts) -> AlertCentre:
        made.append(AlertCentre(config, sound=sound, now=lambda: NOON))
        return made[-1]

    yield make
    for centre in made:
        assert centre.close(PATIENCE_S)


# When it has come to an alert.


def seen(label: str | None, time_s: float) -> Any:
    return prediction([1.0, 0.0, 0.0], label=label, time_s=time_s)


def alerts_at(rule: AlertRule, labels: Sequence[str | None], step_s: float = 0.5) -> list[float]:
    watcher = RuleWatcher(rule)
    times = [number * step_s for number in range(len(labels))]
    return [
        t
        for t, label in zip(times, labels, strict=True)
        if watcher.update(seen(label, t)) is not None
    ]


def test_after_it_has_lasted_once_an_episode() -> None:
    labels = [*["red"] * 6, "blue", *["red"] * 4]
    assert alerts_at(red_rule(after_s=1.0, pause_s=0.0), labels) == [1.0, 4.5]
    assert alerts_at(red_rule(after_s=1.0, pause_s=3.0), labels) == [1.0, 4.5]
    assert alerts_at(red_rule(after_s=1.0, pause_s=4.0), labels) == [1.0, 5.0]
    assert alerts_at(red_rule(after_s=0.0, pause_s=0.0), labels) == [0.0, 3.5]
    assert alerts_at(red_rule(label="green"), labels) == []


def test_short_episodes_do_not_add_up() -> None:
    assert alerts_at(red_rule(after_s=1.0), ["red", "red", None] * 5) == []


def test_a_gap_ends_an_episode() -> None:
    watcher = RuleWatcher(red_rule(after_s=1.0))
    assert watcher.update(seen("red", 0.0)) is None
    assert watcher.update(seen("red", 10.0)) is None, "nobody watched in between"
    assert watcher.update(seen("red", 11.0)) == 1.0
    assert watcher.update(seen("red", 0.0)) is None
    assert watcher.update(seen("red", 1.0)) == 1.0, "the clock began anew, and the pause with it"


def test_nobody_in_the_picture() -> None:
    watcher = RuleWatcher(red_rule(label=None, after_s=2.0))
    assert watcher.update(nobody(3, 0.0)) is None
    assert watcher.update(nobody(3, 2.0)) == 2.0
    assert watcher.update(seen("red", 3.0)) is None


@given(st.lists(st.sampled_from(["red", "blue", None]), max_size=200), st.floats(0.0, 5.0))
def test_never_twice_within_the_pause(labels: list[str | None], pause_s: float) -> None:
    times = alerts_at(red_rule(after_s=0.5, pause_s=pause_s), labels)
    assert all(late - early >= pause_s for early, late in pairwise(times))


# What may be chosen.


@pytest.mark.parametrize(
    "url", ["", "desk", "ftp://host/x", "http://", "https://host:none/", "http://a b", "file:///x"]
)
def test_no_web_address(url: str) -> None:
    with pytest.raises(ValidationError, match="an address looks like"):
        Webhook(url=url)


def test_a_token_that_would_break_the_header() -> None:
    with pytest.raises(ValidationError):
        Webhook(url="https://host", token="a\r\nEvil: 1")


@pytest.mark.parametrize(
    "fields", [{"host": "mqtt://x"}, {"host": ""}, {"topic": "a/#"}, {"port": 0}]
)
def test_no_broker(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Mqtt(**({"host": "desk"} | fields))


def test_one_rule_a_class() -> None:
    with pytest.raises(ValidationError, match="two rules"):
        Alerts(rules=(red_rule(), red_rule(after_s=5.0)))


# Ways.


def test_webhook() -> None:
    with web_server() as server:
        post_to(Webhook(url=server.url, token="s3cret"))(an_alert())
        assert server.bodies == [
            {
                "event": "alert",
                "label": "red",
                "source": "Desk",
                "model": "colours",
                "at": "2026-03-02T12:00:00.000+00:00",
                "lasted_s": 0.5,
                "probability": 0.875,
            }
        ]
        assert server.headers[0]["Authorization"] == "Bearer s3cret"
        assert server.headers[0]["Content-Type"] == "application/json"


@pytest.mark.parametrize("status", [302, 401, 500])
def test_a_webhook_that_refuses(status: int) -> None:
    with web_server() as server:
        server.status = status
        with pytest.raises(AlertError, match=str(status)):
            post_to(Webhook(url=server.url))(an_alert())
        assert server.tries == 1


def test_a_webhook_that_is_not_there() -> None:
    with pytest.raises(AlertError, match="can't be reached"):
        post_to(Webhook(url=f"http://127.0.0.1:{free_port()}/"))(an_alert())


def test_mqtt() -> None:
    with mqtt_broker() as port:
        received: list[tuple[str, Any]] = []
        subscribed = threading.Event()
        reader = Client(CallbackAPIVersion.VERSION2)
        reader.on_subscribe = lambda *_: subscribed.set()
        reader.on_message = lambda _, __, m: received.append((m.topic, json.loads(m.payload)))
        reader.connect("127.0.0.1", port)
        reader.subscribe("practice/#", qos=1)
        reader.loop_start()
        assert subscribed.wait(PATIENCE_S)
        publish_to(Mqtt(host="127.0.0.1", port=port, topic="practice/room-1"))(an_alert())
        wait_until(lambda: bool(received))
        reader.disconnect()
        reader.loop_stop()
    assert received == [("practice/room-1", an_alert().message())]


def test_mqtt_with_a_password(tmp_path: Path) -> None:
    users = tmp_path / "users"
    users.write_text(f"desk:{PasswordHash((Argon2Hasher(),)).hash('right')}\n")
    with mqtt_broker(users) as port:
        publish_to(Mqtt(host="127.0.0.1", port=port, user="desk", password="right"))(an_alert())
        with pytest.raises(AlertError, match="refused"):
            publish_to(Mqtt(host="127.0.0.1", port=port, user="desk", password="no"))(an_alert())


def test_a_broker_that_is_not_there() -> None:
    with pytest.raises(AlertError, match="can't be reached"):
        publish_to(Mqtt(host="127.0.0.1", port=free_port()))(an_alert())


def test_the_outbox_tries_again() -> None:
    tries: list[Alert] = []
    told: list[AlertError | None] = []

    def send(alert: Alert) -> None:
        tries.append(alert)
        if len(tries) < 3:
            raise AlertError("not yet")

    outbox = Outbox("alert-test", send, lambda _, error: told.append(error), (0.01, 0.01, 0.01))
    outbox.put(an_alert())
    wait_until(lambda: bool(told))
    assert (len(tries), told) == (3, [None])
    assert outbox.close(PATIENCE_S)


def test_the_outbox_gives_up_and_goes_on() -> None:
    told: list[tuple[str, bool]] = []

    def send(alert: Alert) -> None:
        if alert.source == "bad":
            raise AlertError("never")

    outbox = Outbox(
        "alert-test", send, lambda alert, error: told.append((alert.source, error is None)), (0.01,)
    )
    outbox.put(an_alert(source="bad"))
    outbox.put(an_alert(source="good"))
    wait_until(lambda: len(told) == 2)
    assert told == [("bad", False), ("good", True)]
    assert outbox.close(PATIENCE_S)


def test_closing_does_not_wait_for_further_tries() -> None:
    tried = threading.Event()

    def send(alert: Alert) -> None:
        tried.set()
        raise AlertError("never")

    outbox = Outbox("alert-test", send, lambda *_: None, (3600.0,))
    outbox.put(an_alert())
    assert tried.wait(PATIENCE_S)
    assert outbox.close(PATIENCE_S)


def test_too_many_that_wait() -> None:
    go = threading.Event()
    told: list[AlertError | None] = []

    def send(alert: Alert) -> None:
        go.wait(PATIENCE_S)

    outbox = Outbox("alert-test", send, lambda _, error: told.append(error))
    for _ in range(150):
        outbox.put(an_alert())
    assert told
    assert all(error is not None for error in told)
    go.set()
    assert outbox.close(PATIENCE_S)


# Everything together.


def test_from_a_pipeline_to_the_webhook(
    make_centre: Callable[[Alerts], AlertCentre],
    sound: QuietSound,
    bundle_path: Path,
    video_path: Path,
) -> None:
    bundle = open_bundle(bundle_path)
    with web_server() as server:
        rules = (
            red_rule(webhook=True, sound=True),
            red_rule(label="blue", banner=False),
            red_rule(label="green", enabled=False),
        )
        centre = make_centre(Alerts(rules=rules, webhook=Webhook(url=server.url)))
        pipeline = Pipeline(
            lambda: VideoFile(video_path),
            lambda: Recognizer(bundle),
            [centre.new_sink()],
            mode="complete",
        )
        pipeline.start()
        assert pipeline.wait(PATIENCE_S)
        wait_until(lambda: bool(server.bodies))
    assert [body["label"] for body in server.bodies] == ["red"]
    assert server.bodies[0]["source"] == video_path.name
    assert server.bodies[0]["probability"] > 0.5
    assert [entry.alert.rule.label for entry in centre.log()] == ["blue", "red"]
    wait_until(lambda: deliveries(centre.log()[1]) == {"webhook": Delivery.ARRIVED})
    assert deliveries(centre.log()[0]) == {}
    assert sound.played == 1
    banner = centre.banner()
    assert banner is not None
    assert banner.alert.rule.label == "red"
    centre.close_banner()
    assert centre.banner() is None


def deliveries(entry: LoggedAlert) -> dict[str, Delivery]:
    return {str(way): state for way, state in entry.deliveries}


def test_trying_out_a_way_that_fails(make_centre: Callable[[Alerts], AlertCentre]) -> None:
    centre = make_centre(Alerts(webhook=Webhook(url=f"http://127.0.0.1:{free_port()}/")))
    centre.try_out("webhook")
    wait_until(lambda: deliveries(centre.log()[0]) == {"webhook": Delivery.FAILED})
    assert centre.log()[0].alert.is_test
    assert "can't be reached" in centre.log()[0].trouble


def test_rules_and_ways_change_while_it_runs(
    make_centre: Callable[[Alerts], AlertCentre], bundle_path: Path
) -> None:
    centre = make_centre(Alerts())
    with web_server() as old, web_server() as new:
        centre.configure(Alerts(webhook=Webhook(url=old.url)))
        centre.try_out("webhook")
        wait_until(lambda: bool(old.bodies))
        centre.configure(Alerts(webhook=Webhook(url=new.url)))
        centre.try_out("webhook")
        wait_until(lambda: bool(new.bodies))
        assert len(old.bodies) == 1
        assert new.bodies[0]["event"] == "test"


def test_a_label_that_the_model_does_not_know(
    make_centre: Callable[[Alerts], AlertCentre], bundle_path: Path, video_path: Path
) -> None:
    assert "squat" not in LABELS
    centre = make_centre(Alerts(rules=(red_rule(label="squat"),)))
    pipeline = Pipeline(
        lambda: VideoFile(video_path),
        lambda: Recognizer(open_bundle(bundle_path)),
        [centre.new_sink()],
        mode="complete",
    )
    pipeline.start()
    assert pipeline.wait(PATIENCE_S)
    assert centre.log() == ()


# The sound.


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs no player")
def test_the_sound_goes_to_the_player(tmp_path: Path) -> None:
    player, heard = tmp_path / "player", tmp_path / "heard"
    player.write_text(f'#!/bin/sh\necho "$1" >> {heard}\n')
    player.chmod(player.stat().st_mode | stat.S_IXUSR)
    sound = AlertSound(player=str(player))
    assert sound.can_play
    sound.play()
    wait_until(lambda: heard.exists() and heard.read_text() == f"{alert_sound()}\n")
    wait_until(lambda: all(t.name != "alert-sound" for t in threading.enumerate()))
    assert alert_sound().read_bytes()[:4] == b"RIFF"


def test_a_player_that_fails_is_logged(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    sound = AlertSound(player=str(tmp_path / "nowhere"))
    sound.play()
    wait_until(lambda: "could not be played" in caplog.text)
    wait_until(lambda: all(t.name != "alert-sound" for t in threading.enumerate()))
