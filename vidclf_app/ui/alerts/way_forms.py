"""The forms of the ways to other systems."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.alerts.config import Mqtt, Webhook
from vidclf_app.translating import translate
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout


class WayForm(QFrame):
    """A heading, fields, what is wrong with them, and two buttons.

    Args:
        title: Of the way.
        about: What it is for, one line.
        parent: The widget around it.
    """

    test_requested = Signal()

    def __init__(self, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setObjectName("card")
        heading = QLabel(title, self)
        heading.setObjectName("message")
        told = QLabel(about, self)
        told.setObjectName("hint")
        told.setWordWrap(True)
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(14)
        self.fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.problem = QLabel(self)
        self.problem.setObjectName("problem")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.setVisible(False)
        self.keep = QPushButton(translate("alerts", "Keep"), self)
        self.keep.setToolTip(translate("alerts", "Use what stands here from now on"))
        self.test = QPushButton(translate("alerts", "Send a test"), self)
        self.test.setToolTip(translate("alerts", "The log below tells whether it arrived"))
        self.test.clicked.connect(self.test_requested)
        buttons = WrappingLayout()
        buttons.addWidget(self.keep)
        buttons.addWidget(self.test)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addWidget(told)
        layout.addLayout(self.fields)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def render_problem(self, problem: str, *, is_set: bool) -> None:
        """Show what is wrong; a test can be sent where the way is set up."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.test.setEnabled(is_set)

    def add_field(self, name: str, field: QWidget) -> None:
        """Add a field with its name."""
        field.setAccessibleName(name)
        self.fields.addRow(name, field)


class WebhookForm(WayForm):
    """Where alerts are posted to.

    Args:
        parent: The widget around it.
    """

    webhook_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("alerts", "Webhook"),
            translate("alerts", "Posts each alert as JSON to an address."),
            parent,
        )
        self._shown: Webhook | None = None
        self.url = QLineEdit(self)
        self.url.setPlaceholderText("https://")
        self.token = _secret(self)
        self.add_field(translate("alerts", "Address"), self.url)
        self.add_field(translate("alerts", "Bearer token"), self.token)
        for field in (self.url, self.token):
            field.returnPressed.connect(self._ask)
        self.keep.clicked.connect(self._ask)

    def render_webhook(self, webhook: Webhook | None, problem: str) -> None:
        """Show what is set; what is being typed stays."""
        self.render_problem(problem, is_set=webhook is not None)
        if webhook != self._shown:
            self._shown = webhook
            self.url.setText(webhook.url if webhook is not None else "")
            self.token.setText(webhook.token if webhook is not None else "")

    def _ask(self) -> None:
        self.webhook_requested.emit(self.url.text(), self.token.text())


class MqttForm(WayForm):
    """The broker that alerts are published to.

    Args:
        parent: The widget around it.
    """

    mqtt_requested = Signal(str, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "MQTT",
            translate("alerts", "Publishes each alert as JSON to a broker (QoS 1)."),
            parent,
        )
        self._shown: Mqtt | None = None
        self.host = QLineEdit(self)
        self.port = QSpinBox(self)
        self.port.setRange(1, 65535)
        self.port.setValue(1883)
        self.topic = QLineEdit("vidclf/alerts", self)
        self.user = QLineEdit(self)
        self.password = _secret(self)
        self.tls = QCheckBox(translate("alerts", "Encrypted (TLS)"), self)
        self.tls.setToolTip(
            translate("alerts", "Check the broker's certificate, and let nobody read on the way")
        )
        self.add_field(translate("alerts", "Host"), self.host)
        self.add_field(translate("alerts", "Port"), self.port)
        self.add_field(translate("alerts", "Topic"), self.topic)
        self.add_field(translate("alerts", "User"), self.user)
        self.add_field(translate("alerts", "Password"), self.password)
        self.fields.addRow("", self.tls)
        for field in (self.host, self.topic, self.user, self.password):
            field.returnPressed.connect(self._ask)
        self.keep.clicked.connect(self._ask)

    def render_mqtt(self, mqtt: Mqtt | None, problem: str) -> None:
        """Show what is set; what is being typed stays."""
        self.render_problem(problem, is_set=mqtt is not None)
        if mqtt == self._shown:
            return
        self._shown = mqtt
        self.host.setText(mqtt.host if mqtt is not None else "")
        if mqtt is not None:
            self.port.setValue(mqtt.port)
            self.topic.setText(mqtt.topic)
            self.user.setText(mqtt.user)
            self.password.setText(mqtt.password)
            self.tls.setChecked(mqtt.tls)

    def _ask(self) -> None:
        self.mqtt_requested.emit(
            self.host.text(),
            {
                "port": self.port.value(),
                "topic": self.topic.text().strip(),
                "user": self.user.text(),
                "password": self.password.text(),
                "tls": self.tls.isChecked(),
            },
        )


def _secret(parent: QWidget) -> QLineEdit:
    field = QLineEdit(parent)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
