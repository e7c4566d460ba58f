"""Other systems that hang, drip, lie or are told secrets; rules that change meanwhile."""

import base64
import gc
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.alerts.servers import free_port, web_server
from tests.builders import prediction
from vidclf_app.alerts.broker import publish_to
from vidclf_app.alerts.centre import AlertCentre, Delivery
from vidclf_app.alerts.config import AlertRule, Alerts, Mqtt, Webhook
from vidclf_app.alerts.outbox import Outbox, Send
from vidclf_app.alerts.records import Alert
from vidclf_app.alerts.sound import AlertSound
from vidclf_app.alerts.watching import RuleWatcher
from vidclf_app.alerts.webhook import post_to
from vidclf_app.errors import AlertError
from vidclf_app.settings import Settings, SettingsStore, load_settings

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PATIENCE_S = 20.0
RULE = AlertRule(label="red", sound=False, after_s=0.5, pause_s=0.0, webhook=True)
ALERT = Alert(RULE, "Desk", "colours", NOON, 0.5, 0.875)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline_s
        time.sleep(0.005)


@contextmanager
def raw_server(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """Run a server that does what it likes with each connection; yields its port."""
    over = threading.Event()
    talks: list[threading.Thread] = []

    def talk_to(peer: socket.socket) -> None:
        with peer, suppress(OSError):
            talk(peer, over)

    def accept() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            talks.append(threading.Thread(target=talk_to, args=(peer,)))
            talks[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept)
        thread.start()
        yield listener.getsockname()[1]
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(PATIENCE_S)
    for each in talks:
        each.join(PATIENCE_S)


def say_nothing(peer: socket.socket, over: threading.Event) -> None:
    del peer
    over.wait(PATIENCE_S)


def drip(peer: socket.socket, over: threading.Event) -> None:
    """Say a header that never ends, one byte after the other."""
    peer.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not over.wait(0.05):
        peer.sendall(b"x")


def took_s(send: Send) -> tuple[float, AlertError]:
    before_s = time.monotonic()
    with pytest.raises(AlertError) as caught:
        send(ALERT)
    return time.monotonic() - before_s, caught.value


@pytest.mark.parametrize("talk", [say_nothing, drip])
def test_a_webhook_that_hangs(talk: Callable[[socket.socket, threading.Event], None]) -> None:
    with raw_server(talk) as port:
        waited_s, error = took_s(post_to(Webhook(url=f"http://127.0.0.1:{port}/"), timeout_s=0.5))
        assert 0.4 < waited_s < 5.0
    assert "longer than" in error.message or "timed out" in error.message


def test_an_encrypted_webhook_that_hangs() -> None:
    with raw_server(say_nothing) as port:
        waited_s, _ = took_s(post_to(Webhook(url=f"https://127.0.0.1:{port}/"), timeout_s=0.5))
        assert waited_s < 5.0


# paho leaves the socket of a failed encryption to the collector.
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
@pytest.mark.parametrize("tls", [False, True])
def test_a_broker_that_hangs(tls: bool) -> None:
    with raw_server(say_nothing) as port:
        mqtt = Mqtt(host="127.0.0.1", port=port, tls=tls, user="u", password="s3cret")
        waited_s, error = took_s(publish_to(mqtt, timeout_s=0.5))
        assert waited_s < 10.0
    assert "s3cret" not in str(error)
    del error
    gc.collect()


def test_answers_that_are_no_http() -> None:
    answers = [b"\x00\xff\r\n", b"HTTP/1.1 599 Odd\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b""]

    def talk(peer: socket.socket, over: threading.Event) -> None:
        del over
        peer.recv(65536)
        peer.sendall(answers[0])

    with raw_server(talk) as port:
        while answers:
            _, error = took_s(post_to(Webhook(url=f"http://127.0.0.1:{port}/")))
            assert "\n" not in error.message
            assert len(error.message) < 300
            answers.pop(0)
            if not answers:
                break


def test_an_outbox_outlives_any_error() -> None:
    told: list[AlertError | None] = []
    fail = iter([KeyError("user:s3cret"), None])

    def send(alert: Alert) -> None:
        error = next(fail)
        if error is not None:
            raise error

    outbox = Outbox("alert-test", send, lambda _, error: told.append(error), ())
    outbox.put(ALERT)
    outbox.put(ALERT)
    wait_until(lambda: len(told) == 2)
    assert told[0] is not None
    assert "s3cret" not in str(told[0])
    assert told[1] is None
    assert outbox.close(PATIENCE_S)


# Secrets.


def test_a_user_in_the_address_is_sent_and_never_told(caplog: pytest.LogCaptureFixture) -> None:
    with web_server() as server:
        url = server.url.replace("http://", "http://desk:p%40ss@") + "/Füße?a=ä b".replace(" ", "+")
        post_to(Webhook(url=url))(ALERT)
        wanted = base64.b64encode(b"desk:p@ss").decode()
        assert server.headers[0]["Authorization"] == f"Basic {wanted}"
        assert "desk" not in server.headers[0]["Host"]
        post_to(Webhook(url=url, token="t0ken"))(ALERT)
        assert server.headers[1]["Authorization"] == "Bearer t0ken"
    _, error = took_s(post_to(Webhook(url=f"http://desk:p4ss@127.0.0.1:{free_port()}/T000/s3cret")))
    shown = f"{error} {error!r} {error.__cause__} {caplog.text}"
    for secret in ("p4ss", "s3cret", "desk:"):
        assert secret not in shown


def test_settings_do_not_show_secrets(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    webhook = Webhook(url="https://desk:p4ss@host/T000/s3cret", token="t0ken")
    mqtt = Mqtt(host="host", user="desk", password="s3cret")
    settings = Settings(alerts=Alerts(webhook=webhook, mqtt=mqtt))
    for shown in (repr(settings), str(settings), repr(webhook), str(mqtt)):
        assert not any(secret in shown for secret in ("p4ss", "s3cret", "t0ken"))
    path = tmp_path / "settings.json"
    store = SettingsStore(path, Settings())
    store.change(alerts=settings.alerts.model_dump())
    assert store.save() is None
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["alerts"]["mqtt"]["password"] = ["s3cret"]
    kept["alerts"]["webhook"]["url"] = "gopher://desk:p4ss@host"
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate(kept)
    path.write_text(json.dumps(kept), encoding="utf-8")
    _, notice = load_settings(path)
    assert notice is not None
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").error("no", exc_info=caught.value)
    assert not any(s in f"{caught.value} {notice} {caplog.text}" for s in ("p4ss", "s3cret"))


@pytest.mark.parametrize(
    "alerts",
    [
        {"rules": [{"label": ""}]},
        {"rules": [{"label": "a", "after_s": -1}]},
        {"rules": [{"label": "a", "pause_s": 1e308}]},
        {"rules": [{"label": "a"}, {"label": "a"}]},
        {"rules": {"label": "a"}},
        {"webhook": {"url": "http://[::1"}},
        {"webhook": {"url": "http://host:99999/"}},
        {"webhook": {"url": f"http://{'x' * 70}.example/"}},
        {"webhook": {"url": "https://host", "token": "a b\u0007"}},
        {"mqtt": {"host": "host", "port": "many"}},
        {"mqtt": {"host": "host", "topic": "a\u0000"}},
        {"surprise": True},
        None,
        [],
    ],
)
def test_odd_settings_are_told_and_kept_aside(tmp_path: Path, alerts: Any) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"alerts": alerts}), encoding="utf-8")
    settings, notice = load_settings(path)
    assert settings == Settings()
    assert notice is not None
    assert "alerts" in notice


# The centre.


def make_centre(config: Alerts) -> AlertCentre:
    return AlertCentre(config, sound=AlertSound(player=""), now=lambda: NOON)


def test_closing_while_a_delivery_hangs_is_bounded_and_truthful() -> None:
    with raw_server(say_nothing) as port:
        webhook = Webhook(url=f"http://127.0.0.1:{port}/")
        centre = make_centre(Alerts(webhook=webhook, mqtt=Mqtt(host="127.0.0.1", port=port)))
        centre.try_out("webhook")
        centre.try_out("mqtt")
        wait_until(
            lambda: sum(t.name.startswith("vidclf-alert") for t in threading.enumerate()) > 1
        )
        time.sleep(0.1)
        # A way that was given up a moment ago hangs just as well.
        centre.configure(Alerts(mqtt=Mqtt(host="127.0.0.1", port=port)))
        before_s = time.monotonic()
        assert not centre.close(0.3)
        assert time.monotonic() - before_s < 2.0
        hanging = [t for t in threading.enumerate() if t.name.startswith("vidclf-alert")]
        assert len(hanging) == 2
        assert all(thread.daemon for thread in hanging)
    assert centre.close(PATIENCE_S)


def test_what_is_given_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    centre = make_centre(Alerts(webhook=Webhook(url=f"http://127.0.0.1:{free_port()}/")))
    for _ in range(5):
        centre._take(Alert(RULE, "Desk", "colours", NOON, 0.5, 0.9))
    centre.configure(Alerts())
    wait_until(lambda: all(e.deliveries == (("webhook", Delivery.FAILED),) for e in centre.log()))
    assert centre.close(PATIENCE_S)


def test_hundreds_of_alerts_a_minute() -> None:
    """The log is bounded, what was pushed out of it arrives all the same, nothing waits."""
    with web_server() as server:
        centre = make_centre(Alerts(webhook=Webhook(url=server.url)))
        arrived = (("webhook", Delivery.ARRIVED),)
        for number in range(400):
            centre._take(Alert(RULE, f"Desk {number}", "colours", NOON, 0.5, 0.9))
            if number % 50 == 49:
                wait_until(lambda: centre.log()[0].deliveries == arrived)
        assert len(server.bodies) == 400
        log = centre.log()
        assert [log[0].number, log[-1].number, len(log)] == [400, 201, 200]
        wait_until(lambda: all(e.deliveries == arrived for e in centre.log()))
        assert centre.close(PATIENCE_S)


# Rules.


def seen(label: str | None, time_s: float) -> Any:
    return prediction([1.0, 0.0, 0.0], label=label, time_s=time_s)


def test_a_rule_that_is_changed_in_the_middle_tells_once() -> None:
    watcher = RuleWatcher(RULE)
    told = [watcher.update(seen("red", t / 10)) for t in range(20)]
    assert [lasted_s for lasted_s in told if lasted_s is not None] == [0.5]
    watcher.follow(RULE.model_copy(update={"sound": True, "after_s": 1.0}))
    assert [watcher.update(seen("red", 2.0 + t / 10)) for t in range(20)] == [None] * 20
    watcher.follow(RULE.model_copy(update={"pause_s": 60.0}))
    assert watcher.update(seen(None, 4.0)) is None
    assert [watcher.update(seen("red", 4.1 + t)) for t in range(20)] == [None] * 20, "the new pause"


def test_a_model_that_looks_seldom() -> None:
    watcher = RuleWatcher(AlertRule(label="red", after_s=8.0), step_s=4.0)
    assert [watcher.update(seen("red", t)) for t in (0.0, 4.0, 8.0)] == [None, None, 8.0]
