"""One process of ours for all cases; it speaks JSON, a line a command."""
import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Interop:
    def __init__(self, program: Path):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def __call__(self, do: str, **members):
        self.process.stdin.write(json.dumps({"do": do, **members}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"our side ended in {do}, exit code {self.process.poll()}"
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def ours():
    program = Path(os.environ.get("SECRETARIA_INTEROP", ROOT / ".build/debug/interop"))
    assert program.exists(), f"{program} is missing: swift build --product interop"
    interop = Interop(program)
    yield interop
    interop.close()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def until(found, what: str, process: subprocess.Popen, log: Path, limit: float = 180):
    """What `found` gives once it gives something; a sentence and the log's end when it never does."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        assert process.poll() is None, f"it ended before {what}:\n{log.read_text()[-3000:]}"
        try:
            if result := found():
                return result
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{what} did not come:\n{log.read_text()[-3000:]}")


class Demo:
    """A running demo shop with an embedded database of its own."""

    def __init__(self, **settings: str):
        program = Path(os.environ.get("SECRETARIA_PROGRAM", ROOT / ".build/debug/secretaria"))
        assert program.exists(), f"{program} is missing: swift build"
        # PostgreSQL does not run as root: the folder must be one that its own user can reach.
        self.folder = Path(tempfile.mkdtemp(prefix="secretaria-interop-", dir="/var/tmp"))
        self.folder.chmod(0o755)
        self.program, self.port, self.log = program, free_port(), self.folder / "log"
        clean = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG")}
        self.environment = clean | {"SECRETARIA_DATA": str(self.folder / "data")} | settings
        self.process = subprocess.Popen(
            [program, "serve", "--demo", "--port", str(self.port)], cwd=self.folder, stdout=self.log.open("wb"),
            stderr=subprocess.STDOUT, env=self.environment)
        self.url = f"http://127.0.0.1:{self.port}"
        self.wait(lambda: "ok" in urllib.request.urlopen(self.url + "/readyz", timeout=5).read().decode(), "the server")

    def wait(self, found, what: str):
        return until(found, what, self.process, self.log)

    def describe(self) -> dict:
        done = subprocess.run([self.program, "demo", "--json"], env=self.environment, cwd=self.folder, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def sql(self, statement: str) -> list[list[str]]:
        binaries = next(p for p in (ROOT / ".local/pg18", Path("/var/lib/secretaria/pg18")) if (p / "bin/psql").exists())
        done = subprocess.run(
            [binaries / "bin/psql", "-h", self.folder / "data/run", "-U", "postgres", "-d", "secretaria", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1"],
            input=statement, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [line.split("\t") for line in done.stdout.splitlines()]

    def close(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
