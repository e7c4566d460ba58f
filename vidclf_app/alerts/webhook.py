"""Posting alerts to a web address, in a bounded time."""

import base64
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from typing import IO, Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from vidclf_app import __version__
from vidclf_app.alerts.config import Webhook
from vidclf_app.alerts.outbox import CHECK, Send
from vidclf_app.alerts.records import Alert
from vidclf_app.errors import AlertError
from vidclf_app.translating import deferred

_SEND_TIMEOUT_S = 5.0
_CUT_EVERY_S = 0.1
_LONGEST_REASON = 200


def post_to(webhook: Webhook, timeout_s: float = _SEND_TIMEOUT_S) -> Send:
    """Return what posts an alert's message as JSON to a webhook.

    A redirection counts as a failure: it would turn the post into a fetch.

    Args:
        webhook: Where to. A user and a password in its address are sent as HTTP asks for, unless
            it has a token.
        timeout_s: For how long to wait for the whole answer. Looking up the other side's name
            comes before it, and the system bounds that.

    Raises (when called):
        AlertError: It did not arrive. The error does not tell the address: it may be a secret.
    """
    parts = urlsplit(webhook.url)
    url, authorization = _without_user(webhook.url), ""
    if webhook.token:
        authorization = f"Bearer {webhook.token}"
    elif parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"

    def send(alert: Alert) -> None:
        headers = {"Content-Type": "application/json", "User-Agent": f"vidclf/{__version__}"}
        if authorization:
            headers["Authorization"] = authorization
        body = json.dumps(alert.message()).encode()
        request = urllib.request.Request(url, body, headers, method="POST")
        with _Deadline(timeout_s) as deadline:
            opener = urllib.request.build_opener(_NoRedirection, _Http(deadline), _Https(deadline))
            try:
                with opener.open(request, timeout=timeout_s):
                    if deadline.passed:  # An answer that was cut off looks like a short one.
                        raise TimeoutError
            except urllib.error.HTTPError as error:
                with error:
                    reason = f"{error.code} {error.reason}".strip()
                raise AlertError(
                    deferred("errors", "The webhook refused the alert: {reason}.").format(
                        reason=_short(reason)
                    ),
                    CHECK,
                ) from None
            except (OSError, HTTPException, ValueError) as error:
                if deadline.passed:
                    raise AlertError(
                        deferred(
                            "errors", "The webhook took longer than {timeout_s:.0f} s."
                        ).format(timeout_s=timeout_s),
                        CHECK,
                    ) from None
                cause = getattr(error, "reason", None) or error
                raise AlertError(
                    deferred("errors", "The webhook can't be reached: {reason}.").format(
                        reason=_short(cause)
                    ),
                    CHECK,
                ) from None

    return send


class _Deadline:
    """Cuts connections off when the time is up.

    A time-out of a socket is for one piece of data: a server that drips one byte a second would
    hold on for ever.
    """

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._end_s = time.monotonic() + timeout_s
        self._connections: list[HTTPConnection] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="alert-deadline", daemon=True)

    def __enter__(self) -> "_Deadline":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    @property
    def passed(self) -> bool:
        """The time is up."""
        return time.monotonic() >= self._end_s

    def watched(self, kind: type[HTTPConnection]) -> Callable[..., HTTPConnection]:
        """Return what makes connections that are cut off in time."""

        def make(host: str, **options: Any) -> HTTPConnection:
            self._connections.append(kind(host, **options))
            return self._connections[-1]

        return make

    def _watch(self) -> None:
        if self._done.wait(self._timeout_s):
            return
        # Again and again: a connection may come about only now.
        while not self._done.wait(_CUT_EVERY_S):
            for connection in self._connections:
                # While it is made there is none yet: that has the time-out itself.
                sock: socket.socket | None = connection.sock
                with suppress(OSError):
                    if sock is not None:
                        sock.shutdown(socket.SHUT_RDWR)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, deadline: _Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._deadline.watched(HTTPConnection), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, deadline: _Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._deadline.watched(HTTPSConnection), req)


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        del req, fp, code, msg, headers, newurl


def _without_user(url: str) -> str:
    """Return an address without user and password, in the signs that HTTP takes."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if not host.isascii():
        host = host.encode("idna").decode()
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return urlunsplit((parts.scheme, host, path, query, ""))


def _short(reason: object) -> str:
    told = " ".join(str(reason).split())
    return told if len(told) <= _LONGEST_REASON else told[:_LONGEST_REASON] + " …"
