"""Real servers on the loopback: a web server and an MQTT broker."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_PATIENCE_S = 20.0


@dataclass
class WebServer:
    """Takes posts; answers with `status`, after `wait_s`."""

    url: str = ""
    status: int = 200
    wait_s: float = 0.0
    bodies: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    tries: int = 0


@contextmanager
def web_server() -> Iterator[WebServer]:
    """Run a web server."""
    desk = WebServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            desk.tries += 1
            time.sleep(desk.wait_s)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if desk.status == 200:
                desk.headers.append(dict(self.headers))
                desk.bodies.append(json.loads(body))
            self.send_response(desk.status)
            if desk.status == 302:
                self.send_header("Location", f"{desk.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            raise AssertionError("a redirection was followed")

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        desk.url = f"http://127.0.0.1:{server.server_port}/alerts"
        thread = threading.Thread(target=server.serve_forever, name="web-server")
        thread.start()
        yield desk
        server.shutdown()
        thread.join()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


_BROKER = """
import asyncio, sys
from amqtt.broker import Broker

async def main(port, users):
    auth = {"auth": {"allow-anonymous": not users, "password-file": users or None}}
    plugins = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}
    if users:
        plugins = {"amqtt.plugins.authentication.FileAuthPlugin": {"password_file": users}}
    broker = Broker({
        "listeners": {"default": {"type": "tcp", "bind": f"127.0.0.1:{port}"}},
        "plugins": plugins,
    })
    await broker.start()
    print("up", flush=True)
    await asyncio.sleep(3600)

asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
"""


@contextmanager
def mqtt_broker(users: Path | None = None) -> Iterator[int]:
    """Run a broker in a process of its own; yields its port.

    Args:
        users: A file of user:hash lines; None lets everybody in.
    """
    port = free_port()
    broker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _BROKER, str(port), str(users or "")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert broker.stdout is not None
        assert broker.stdout.readline().strip() == "up"
        yield port
    finally:
        broker.kill()
        broker.wait(_PATIENCE_S)
        if broker.stdout is not None:
            broker.stdout.close()
