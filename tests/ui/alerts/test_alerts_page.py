"""The real page, a real centre, real settings, a real web server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.alerts.servers import free_port, web_server
from tests.builders import LABELS
from vidclf_app.alerts.centre import AlertCentre
from vidclf_app.alerts.config import AlertRule, Mqtt, Webhook
from vidclf_app.alerts.records import Alert
from vidclf_app.alerts.sound import AlertSound
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.settings import Settings, SettingsStore, load_settings
from vidclf_app.ui.alerts.controller import AlertsController
from vidclf_app.ui.alerts.page import AlertsPage
from vidclf_app.ui.alerts.view_state import AlertsState
from vidclf_app.ui.parts.stall_monitor import StallMonitor

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PATIENCE_MS = 20_000

# The screenless platform says so of windows that are sized.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@dataclass
class Desk:
    """The page and what stands around it."""

    page: AlertsPage
    centre: AlertCentre
    store: SettingsStore
    path: Path
    labels: tuple[str, ...] = LABELS


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "settings.json"
    store = SettingsStore(path, Settings())
    centre = AlertCentre(sound=AlertSound(player=""), now=lambda: NOON)
    made: list[Desk] = []
    controller = AlertsController(centre, store, labels=lambda: made[0].labels, zone=UTC)
    page = AlertsPage(controller)
    made.append(Desk(page, centre, store, path))
    page.resize(1100, 800)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.enter()
    yield made[0]
    page.leave()
    assert centre.close(10.0)


def wait_for(qtbot: QtBot, desk: Desk, holds: Callable[[AlertsState], bool]) -> AlertsState:
    page = desk.page
    qtbot.waitUntil(lambda: page.state is not None and holds(page.state), timeout=PATIENCE_MS)
    assert page.state is not None
    return page.state


def add_rule(desk: Desk, qtbot: QtBot, name: str) -> None:
    page = desk.page
    page.choice.setCurrentIndex(page.choice.findText(name))
    QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
    wait_for(qtbot, desk, lambda s: any(row.name == name for row in s.rules))


def kept(desk: Desk) -> Settings:
    """Return the settings as the next start finds them."""
    assert desk.store.save() is None
    return load_settings(desk.path)[0]


def test_rules_are_added_changed_and_removed(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page
    wait_for(qtbot, desk, lambda s: len(s.choices) == 4)
    assert page.empty.isVisible()
    assert page.silent.isVisible(), "no player in this test"
    add_rule(desk, qtbot, "red")
    add_rule(desk, qtbot, "nobody in the picture")
    assert page.empty.isHidden()
    assert [page.choice.itemText(n) for n in range(page.choice.count())] == ["green", "blue"]
    line = page.rules.lines[0]
    line.after.setFocus()
    line.after.selectAll()
    QTest.keyClicks(line.after, "2.5")
    QTest.keyClick(line.after, Qt.Key.Key_Tab)
    QTest.mouseClick(line.checks["banner"], Qt.MouseButton.LeftButton)
    QTest.keyClick(page.rules.lines[1].enabled, Qt.Key.Key_Space)
    rules = desk.centre.config.rules
    assert rules == (
        AlertRule(label="red", after_s=2.5, banner=False),
        AlertRule(label=None, enabled=False),
    )
    assert kept(desk).alerts.rules == rules
    QTest.mouseClick(line.remove, Qt.MouseButton.LeftButton)
    wait_for(qtbot, desk, lambda s: len(s.rules) == 1)
    assert [rule.label for rule in kept(desk).alerts.rules] == [None]


def test_a_class_that_another_model_knows(desk: Desk, qtbot: QtBot) -> None:
    add_rule_label = "red"
    wait_for(qtbot, desk, lambda s: bool(s.choices))
    add_rule(desk, qtbot, add_rule_label)
    assert desk.page.rules.lines[0].note.isHidden()
    desk.labels = ("squat", "row")
    wait_for(qtbot, desk, lambda s: not s.rules[0].known)
    assert desk.page.rules.lines[0].note.isVisible()
    assert len(desk.centre.config.rules) == 1, "it comes back with its model"


def test_a_webhook_is_set_and_tried_out(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page
    wait_for(qtbot, desk, lambda s: bool(s.choices))
    add_rule(desk, qtbot, "red")
    assert not page.rules.lines[0].checks["webhook"].isEnabled()
    assert not page.webhook.test.isEnabled()
    QTest.keyClicks(page.webhook.url, "no address")
    QTest.keyClick(page.webhook.url, Qt.Key.Key_Return)
    wait_for(qtbot, desk, lambda s: bool(s.webhook_problem))
    assert "an address looks like" in page.webhook.problem.text()
    assert page.webhook.url.text() == "no address", "what was typed stays"
    with web_server() as server:
        page.webhook.url.clear()
        QTest.keyClicks(page.webhook.url, server.url)
        QTest.keyClicks(page.webhook.token, "s3cret")
        QTest.mouseClick(page.webhook.keep, Qt.MouseButton.LeftButton)
        state = wait_for(qtbot, desk, lambda s: s.webhook is not None)
        assert state.webhook == Webhook(url=server.url, token="s3cret")
        assert page.webhook.problem.isHidden()
        QTest.mouseClick(page.webhook.test, Qt.MouseButton.LeftButton)
        state = wait_for(qtbot, desk, lambda s: bool(s.log) and "arrived" in s.log[0].deliveries)
        assert server.bodies[0]["event"] == "test"
        assert server.headers[0]["Authorization"] == "Bearer s3cret"
    assert state.log[0].when == "2026-03-02 12:00:00"
    assert kept(desk).alerts.webhook == state.webhook
    QTest.mouseClick(page.rules.lines[0].checks["webhook"], Qt.MouseButton.LeftButton)
    assert desk.centre.config.rules[0].webhook
    page.webhook.url.clear()
    QTest.mouseClick(page.webhook.keep, Qt.MouseButton.LeftButton)
    wait_for(qtbot, desk, lambda s: s.webhook is None)
    assert kept(desk).alerts.webhook is None


def test_a_broker_is_set_and_does_not_answer(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page
    wait_for(qtbot, desk, lambda s: bool(s.choices))
    port = free_port()
    QTest.keyClicks(page.mqtt.host, "127.0.0.1")
    page.mqtt.port.setValue(port)
    page.mqtt.topic.setText("room/#")
    QTest.mouseClick(page.mqtt.keep, Qt.MouseButton.LeftButton)
    wait_for(qtbot, desk, lambda s: bool(s.mqtt_problem))
    assert "wildcards" in page.mqtt.problem.text()
    page.mqtt.topic.setText("room/1")
    QTest.keyClick(page.mqtt.topic, Qt.Key.Key_Return)
    state = wait_for(qtbot, desk, lambda s: s.mqtt is not None)
    assert state.mqtt == Mqtt(host="127.0.0.1", port=port, topic="room/1")
    QTest.mouseClick(page.mqtt.test, Qt.MouseButton.LeftButton)
    state = wait_for(qtbot, desk, lambda s: bool(s.log) and s.log[0].failed)
    assert "can't be reached" in state.log[0].deliveries
    assert "failed" in page.alerts.texts[0][3]


def test_an_alert_has_a_banner_for_every_page(
    desk: Desk, qtbot: QtBot, bundle_path: Path, video_path: Path
) -> None:
    wait_for(qtbot, desk, lambda s: bool(s.choices))
    add_rule(desk, qtbot, "green")
    pipeline = Pipeline(
        lambda: VideoFile(video_path),
        lambda: Recognizer(open_bundle(bundle_path)),
        [desk.centre.new_sink()],
        mode="complete",
    )
    pipeline.start()
    state = wait_for(qtbot, desk, lambda s: bool(s.log))
    assert pipeline.wait(20.0)
    assert state.log[0].deliveries == "in the window only"
    controller = desk.page._controller
    banner = controller.banner()
    assert banner is not None
    assert banner.message == f"green: {video_path.name}"
    controller.close_banner()
    assert controller.banner() is None


def test_rules_by_keyboard(desk: Desk, qtbot: QtBot) -> None:
    """Tab goes through the rules as they stand, and nobody loses the place by removing one."""
    page = desk.page
    desk.labels = ("A & B", *LABELS)
    wait_for(qtbot, desk, lambda s: len(s.choices) == 5)
    for name in ("red", "A & B"):
        add_rule(desk, qtbot, name)
    assert page.rules.lines[1].enabled.text() == "A && B", "the & is no key"
    first, second = page.rules.lines
    first.enabled.setFocus()
    seen: list[QWidget] = [first.enabled]
    while seen[-1] is not page.choice:
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        assert len(seen) < 30
    usable = [f for line in (first, second) for f in line.fields if f.isEnabled()]
    assert seen == [*usable, page.choice]
    second.after.setFocus()
    QTest.keyClick(first.remove, Qt.Key.Key_Space)
    wait_for(qtbot, desk, lambda s: len(s.rules) == 1)
    assert page.rules.lines == [second], "what stays is not made anew"
    assert second.after.hasFocus()
    second.remove.setFocus()
    QTest.keyClick(second.remove, Qt.Key.Key_Space)
    wait_for(qtbot, desk, lambda s: not s.rules)
    qtbot.waitUntil(page.choice.hasFocus)


def test_a_long_time_is_not_cut_and_typing_asks_once(desk: Desk, qtbot: QtBot) -> None:
    wait_for(qtbot, desk, lambda s: bool(s.choices))
    add_rule(desk, qtbot, "red")
    line = desk.page.rules.lines[0]
    asked: list[float] = []
    desk.page.rules.change_requested.connect(lambda _, fields: asked.append(fields["after_s"]))
    line.after.setFocus()
    line.after.selectAll()
    QTest.keyClicks(line.after, "7200.5")
    QTest.keyClick(line.after, Qt.Key.Key_Tab)
    assert asked == [7200.5]
    assert desk.centre.config.rules[0].after_s == 7200.5


def test_names_are_no_markup(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page
    page.alerts.render_texts([("12:00", "red", "<img src='file:///etc/motd'>", "x")])
    tip = page.alerts.data(page.alerts.index(0, 2), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert "&lt;img" in tip


def test_many_alerts_do_not_hold_the_window_up(desk: Desk, qtbot: QtBot) -> None:
    wait_for(qtbot, desk, lambda s: bool(s.choices))
    rule = AlertRule(label="red", sound=False)
    monitor = StallMonitor(desk.page)
    worst_ms = []
    for number in range(10):
        monitor.reset()
        for _ in range(30):
            desk.centre._take(Alert(rule, f"Camera {number}", "colours", NOON, 1.0, 0.9))
        qtbot.wait(150)
        worst_ms.append(monitor.worst_ms)
    monitor.stop()
    assert len(desk.page.alerts.texts) == 200
    assert sorted(worst_ms)[5] < 50.0, worst_ms
