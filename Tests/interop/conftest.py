"""One process of ours for all cases; it speaks JSON, a line a command."""
import base64
import json
import os
import subprocess
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
