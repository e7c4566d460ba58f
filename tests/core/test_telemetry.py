"""Nothing is told to anybody: what recognises people runs on this computer alone."""

import os
import subprocess
import sys
from pathlib import Path

from vidclf_app.assets import find_model

OPEN = """
import sys
import time
from pathlib import Path
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.recognizer import Recognizer
Recognizer(open_bundle(Path(sys.argv[1]), provider="cpu"))
time.sleep(0.5)
"""


def test_onnx_runtime_notes_nothing_to_send(tmp_path: Path) -> None:
    """It keeps what it is going to send, and a number for the computer, in the person's cache."""
    own = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    others = {name: value for name, value in os.environ.items() if not name.startswith("ORT_")}
    subprocess.run(
        [sys.executable, "-c", OPEN, str(find_model(None))], env=others | own, check=True
    )
    assert list(tmp_path.rglob("*onnxruntime*")) == []
    assert list(tmp_path.rglob("deviceid*")) == []
