"""The alerts page: puts its widgets together and passes on what they ask for."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.translating import translate
from vidclf_app.ui.alerts.controller import AlertsController
from vidclf_app.ui.alerts.rule_table import RuleTable
from vidclf_app.ui.alerts.view_state import AlertsState
from vidclf_app.ui.alerts.way_forms import MqttForm, WebhookForm
from vidclf_app.ui.parts.making import make_text
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.parts.text_table import TextModel, TextTable
from vidclf_app.ui.parts.theme import scaled_px
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout

_POLL_MS = 100
_LOG_HEIGHT_PX = 180.0


class AlertsPage(Page):
    """Shows what a person is alerted of. An alert's own banner stands above every page.

    Args:
        controller: Takes what is asked for and says what to show.
        parent: The widget around it.
    """

    def __init__(self, controller: AlertsController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.state: AlertsState | None = None
        self.empty = make_text(
            "hint",
            self,
            translate(
                "alerts",
                "No alerts yet. Choose a class to be told of while a camera or stream is watched.",
            ),
        )
        self.silent = make_text(
            "hint",
            self,
            translate("alerts", "This computer has no player for sounds; alerts stay silent."),
        )
        self.choice = QComboBox(self)
        self.rules = RuleTable(self.choice, self)
        self.choice.setAccessibleName(translate("alerts", "Class to be alerted of"))
        self.add = QPushButton(translate("alerts", "Add"), self)
        self.add.setToolTip(translate("alerts", "Be alerted of this class"))
        self.webhook = WebhookForm(self)
        self.mqtt = MqttForm(self)
        columns = (
            translate("alerts", "When"),
            translate("alerts", "What"),
            translate("alerts", "Source"),
            translate("alerts", "Delivered"),
        )
        self.alerts = TextModel(columns, self)
        self.log = TextTable(translate("alerts", "Newest alerts"), self.alerts, wide=3, parent=self)
        self.log.setMinimumHeight(scaled_px(_LOG_HEIGHT_PX))
        self._lay_out()
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)

    def enter(self) -> None:
        """Follow what comes in."""
        self._timer.start()
        self._tick()
        self.choice.setFocus()

    def leave(self) -> None:
        """Follow no more; alerts go on."""
        self._timer.stop()

    def request_end(self) -> None:
        """Follow no more."""
        self._timer.stop()

    def _lay_out(self) -> None:
        chooser = WrappingLayout()
        chooser.addWidget(self.choice)
        chooser.addWidget(self.add)
        card = QFrame(self)
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.setSpacing(10)
        inner.addWidget(make_text("message", card, translate("alerts", "Be alerted of")))
        inner.addWidget(self.empty)
        inner.addWidget(self.rules)
        inner.addLayout(chooser)
        inner.addWidget(self.silent)
        ways = WrappingLayout(across_px=12, down_px=12)
        ways.addWidget(self.webhook)
        ways.addWidget(self.mqtt)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(card)
        column.addLayout(ways)
        column.addWidget(make_text("message", content, translate("alerts", "Newest alerts")))
        column.addWidget(self.log, 1)
        scroll = QScrollArea(self)
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(translate("alerts", "Alerts"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)

    def _connect(self) -> None:
        controller = self._controller
        self.add.clicked.connect(self._add)
        self.rules.change_requested.connect(
            lambda label, fields: controller.change_rule(label, **fields)
        )
        self.rules.remove_requested.connect(controller.remove_rule)
        self.webhook.webhook_requested.connect(controller.set_webhook)
        self.webhook.test_requested.connect(lambda: controller.try_out("webhook"))
        self.mqtt.mqtt_requested.connect(lambda host, fields: controller.set_mqtt(host, **fields))
        self.mqtt.test_requested.connect(lambda: controller.try_out("mqtt"))

    def _add(self) -> None:
        if self.choice.currentIndex() >= 0:
            self._controller.add_rule(self.choice.currentData())

    def _tick(self) -> None:
        before, state = self.state, self._controller.poll()
        self.state = state
        if state == before:
            return
        self.rules.render_rows(
            state.rules,
            webhook=state.webhook is not None,
            mqtt=state.mqtt is not None,
            can_play=state.can_play,
        )
        self.empty.setVisible(not state.rules)
        self.silent.setVisible(not state.can_play)
        if before is None or before.choices != state.choices:
            self.choice.clear()
            for choice in state.choices:
                self.choice.addItem(choice.name, choice.label)
        self.add.setEnabled(bool(state.choices))
        self.webhook.render_webhook(state.webhook, state.webhook_problem)
        self.mqtt.render_mqtt(state.mqtt, state.mqtt_problem)
        if before is None or before.log != state.log:
            self.alerts.render_texts(
                [(row.when, row.what, row.source, row.deliveries) for row in state.log]
            )
