"""Several machines on one fit: two processes that find each other over the loopback."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.training.builders import write_config, write_dataset
from training.cli.run import for_this_worker
from training.config import load_config
from training.errors import TrainingError
from vidclf_app.core.bundle import open_bundle


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@pytest.mark.slow
def test_two_workers_end_with_one_bundle(tmp_path: Path) -> None:
    write_dataset(tmp_path)
    fit = "{ epochs = 2, batch = 16, windows_per_clip = 4, seed = 3, distribute = 'multi_worker' }"
    config = write_config(tmp_path, fit=fit)
    workers = [f"127.0.0.1:{port}" for port in _free_ports(2)]
    processes = []
    for index in range(2):
        task = {"cluster": {"worker": workers}, "task": {"type": "worker", "index": index}}
        command = [sys.executable, "-m", "training", "run", str(config)]
        command += ["--cache", str(tmp_path / "cache"), "--work", str(tmp_path / "work")]
        environment = {**os.environ, "TF_CONFIG": json.dumps(task)}
        processes.append(
            subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
        )
    outputs = [process.communicate(timeout=600)[0].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    bundles = [tmp_path / "bundle", tmp_path / "work-worker1" / "bundle"]
    for bundle in bundles:
        assert open_bundle(bundle, provider="cpu").manifest.name == "squares"
    # Both hold the weights that they have agreed on after every batch.
    heads = [(bundle / "head.onnx").read_bytes() for bundle in bundles]
    assert heads[0] == heads[1]


def test_only_the_first_worker_writes_to_the_bundles_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = load_config(write_config(tmp_path, fit="{ distribute = 'multi_worker' }"))
    work = tmp_path / "work"
    monkeypatch.delenv("TF_CONFIG", raising=False)
    assert for_this_worker(config, work) == (config, work)
    task = {"cluster": {"worker": ["a:1", "b:1"]}, "task": {"type": "worker", "index": 0}}
    monkeypatch.setenv("TF_CONFIG", json.dumps(task))
    assert for_this_worker(config, work) == (config, work)
    task["task"] = {"type": "worker", "index": 1}
    monkeypatch.setenv("TF_CONFIG", json.dumps(task))
    other, folder = for_this_worker(config, work)
    assert folder == tmp_path / "work-worker1"
    assert other.out == folder / "bundle"


def test_a_wrong_tf_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = load_config(write_config(tmp_path, fit="{ distribute = 'multi_worker' }"))
    monkeypatch.setenv("TF_CONFIG", "{")
    with pytest.raises(TrainingError, match="TF_CONFIG"):
        for_this_worker(config, tmp_path / "work")
