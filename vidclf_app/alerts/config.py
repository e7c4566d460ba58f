"""What a person chose to be alerted of, and how; part of the settings."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from vidclf_app.translating import deferred

LONGEST_S = 86400.0

_Seconds = Annotated[float, Field(ge=0.0, le=LONGEST_S)]
_Port = Annotated[int, Field(ge=1, le=65535)]


class _Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, hide_input_in_errors=True
    )


class AlertRule(_Strict):
    """When to alert, and by which ways.

    Attributes:
        label: A class of the model; None for "nobody in the picture".
        after_s: For how long it must have been recognised without a break, seconds.
        pause_s: For how long the rule keeps quiet after an alert, seconds; and it must have ended
            in between.
        sound: Play a sound.
        banner: Show a message in the window.
        webhook: Post to the webhook, where one is set.
        mqtt: Publish to the MQTT broker, where one is set.
        enabled: The rule is in force.
    """

    label: Annotated[str, Field(min_length=1, max_length=100)] | None
    after_s: _Seconds = 1.0
    pause_s: _Seconds = 10.0
    sound: bool = True
    banner: bool = True
    webhook: bool = False
    mqtt: bool = False
    enabled: bool = True


class Webhook(_Strict):
    """Where to post alerts as JSON.

    Attributes:
        url: An address that begins with http:// or https://; may hold a user and a password.
        token: Sent as `Authorization: Bearer TOKEN`; "" sends none.
    """

    # Many services take whoever knows the address for the right one.
    url: Annotated[str, Field(max_length=2000, repr=False)]
    token: Annotated[str, Field(max_length=2000, repr=False)] = ""

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
            _ = parts.port
            _ = (parts.hostname or "").encode("idna")
        except ValueError:
            usable = False
        if not usable or any(c.isspace() or not c.isprintable() for c in url):
            raise ValueError(deferred("errors", "an address looks like https://host/path"))
        return url

    @field_validator("token")
    @classmethod
    def _fits_a_header(cls, token: str) -> str:
        if not (token.isascii() and token.isprintable()):
            raise ValueError(deferred("errors", "a token is made of plain letters and signs"))
        return token


class Mqtt(_Strict):
    """The MQTT broker to publish alerts to, with at-least-once delivery (QoS 1).

    Attributes:
        host: Its name or address.
        port: 1883, or 8883 with TLS, unless it is set up otherwise.
        topic: Where to publish.
        user: "" for none.
        password: "" for none.
        tls: Connect encrypted, and check the broker's certificate.
    """

    host: Annotated[str, Field(min_length=1, max_length=255)]
    port: _Port = 1883
    topic: Annotated[str, Field(min_length=1, max_length=500)] = "vidclf/alerts"
    user: Annotated[str, Field(max_length=500)] = ""
    password: Annotated[str, Field(max_length=500, repr=False)] = ""
    tls: bool = False

    @field_validator("host")
    @classmethod
    def _is_one_word(cls, host: str) -> str:
        if any(c.isspace() or c in "/@" for c in host):
            raise ValueError(
                deferred("errors", "a host is a name or an address, without scheme or path")
            )
        return host

    @field_validator("topic")
    @classmethod
    def _can_be_published_to(cls, topic: str) -> str:
        if any(c in topic for c in "#+\0"):
            raise ValueError(deferred("errors", "a topic to publish to has no wildcards (# and +)"))
        return topic


class Alerts(_Strict):
    """Everything about alerts.

    Attributes:
        rules: One for each label at most.
        webhook: None for none.
        mqtt: None for none.
    """

    rules: tuple[AlertRule, ...] = ()
    webhook: Webhook | None = None
    mqtt: Mqtt | None = None

    @model_validator(mode="after")
    def _has_one_rule_a_label(self) -> Self:
        if len({rule.label for rule in self.rules}) != len(self.rules):
            raise ValueError(deferred("errors", "two rules are for the same class"))
        return self
