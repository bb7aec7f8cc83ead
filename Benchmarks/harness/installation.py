"""A Secretaria of its own: data folder, embedded PostgreSQL, server processes."""
import base64
import hashlib
import json
import os
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRETARIA = ROOT / ".build/release/secretaria"
LOADGEN = ROOT / "Benchmarks/.build/release/loadgen"


def build(program: bool = True, load: bool = True) -> None:
    """The load generator and, unless another build of it is used, the program; for release."""
    wanted = ([["--package-path", "Benchmarks", "--product", "loadgen"]] if load else []) + (
        [["--product", "secretaria"]] if program else [])
    for arguments in wanted:
        subprocess.run(["swift", "build", "-c", "release", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def postgres_bin() -> Path:
    for folder in (ROOT / ".local/pg18", Path("/var/lib/secretaria/pg18")):
        if (folder / "bin/pgbench").exists():
            return folder / "bin"
    raise SystemExit("PostgreSQL is not installed here: run scripts/setup")


class Process:
    """A running `secretaria serve` or `worker`."""

    def __init__(self, popen: subprocess.Popen, port: int, log: Path):
        self.popen, self.port, self.log = popen, port, log

    @property
    def pid(self) -> int:
        return self.popen.pid

    def get(self, path: str, timeout: float = 5, headers: dict | None = None) -> tuple[int, bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except (OSError, urllib.error.URLError):
            return 0, b""

    def wait_until_ready(self, timeout: float = 120, pause: float = 0.02) -> float:
        """Seconds until /readyz said 200."""
        began = time.monotonic()
        while time.monotonic() - began < timeout:
            if self.popen.poll() is not None:
                raise RuntimeError(f"the server ended with {self.popen.returncode}:\n{self.log.read_text()[-3000:]}")
            if self.get("/readyz", timeout=2)[0] == 200:
                return time.monotonic() - began
            time.sleep(pause)
        raise RuntimeError(f"the server was not ready after {timeout} s:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> int:
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(timeout=60)

    def kill(self) -> None:
        self.popen.kill()
        self.popen.wait()


class Installation:
    def __init__(self, keep: bool = False):
        # PostgreSQL does not run as root: the folder must be one that its own user can reach.
        self.folder = Path(tempfile.mkdtemp(prefix="secretaria-bench-", dir="/var/tmp"))
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        self.keep = keep
        self.bin = postgres_bin()
        self.processes: list[Process] = []
        self.holder: subprocess.Popen | None = None

    def __enter__(self) -> "Installation":
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            if process.popen.poll() is None:
                try:
                    process.stop()
                except subprocess.TimeoutExpired:
                    process.kill()
        self._stop_postgres()
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self, extra: dict[str, str] | None = None) -> dict[str, str]:
        # Nothing of the caller's own settings: every run measures the same configuration.
        clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TMPDIR")}
        return clean | {"SECRETARIA_DATA": str(self.data), "LOG_LEVEL": "warning"} | (extra or {})

    def run(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            [SECRETARIA, *arguments], env=self.environment(env), capture_output=True, text=True, cwd=self.folder)
        if done.returncode != 0:
            raise RuntimeError(f"secretaria {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self, command: str = "serve", *arguments: str, env: dict[str, str] | None = None, port: int | None = None,
              wait: bool = True) -> Process:
        port = port or free_port()
        # Ten thousand viewers are ten thousand sockets, there and in the load generator.
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        log = self.folder / f"{command}-{len(self.processes)}.log"
        options = ["--port", str(port)] if command == "serve" else []
        popen = subprocess.Popen(
            [SECRETARIA, command, *options, *arguments], env=self.environment(env), cwd=self.folder,
            stdout=log.open("wb"), stderr=subprocess.STDOUT)
        process = Process(popen, port, log)
        self.processes.append(process)
        if wait and command == "serve":
            process.wait_until_ready()
        return process

    # PostgreSQL

    @property
    def socket(self) -> Path:
        return self.data / "run"

    @property
    def postmaster(self) -> int:
        return int((self.data / "postgres/postmaster.pid").read_text().split()[0])

    def _stop_postgres(self) -> None:
        """It stops with its last user; after a kill nobody told it."""
        try:
            pid = self.postmaster
            os.kill(pid, signal.SIGINT)
            for _ in range(200):
                os.kill(pid, 0)
                time.sleep(0.05)
        except (OSError, ValueError, IndexError):
            pass

    def psql(self, sql: str, user: str = "postgres") -> list[list[str]]:
        done = subprocess.run(
            [self.bin / "psql", "-h", self.socket, "-U", user, "-d", "secretaria", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1"],
            input=sql, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"psql: {done.stderr}\n{sql[:500]}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def value(self, sql: str) -> str:
        return self.psql(sql)[0][0]

    def pgbench(self, script: Path | str, clients: int, seconds: float, role: str | None = None) -> dict:
        """Transactions a second and their mean latency."""
        if isinstance(script, str):
            path = self.folder / "script.sql"
            path.write_text(script)
            script = path
        env = {"PATH": os.environ["PATH"]} | ({"PGOPTIONS": f"-c role={role}"} if role else {})
        done = subprocess.run(
            [self.bin / "pgbench", "-h", self.socket, "-U", "secretaria", "-n", "-M", "prepared", "-f", script, "-c", str(clients),
             "-j", "1" if clients < 16 else "2", "-T", str(max(1, round(seconds))), "secretaria"],
            env=env, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"pgbench: {done.stderr[-2000:]}")
        figures = {}
        for line in done.stdout.splitlines():
            if line.startswith("tps ="):
                figures["tps"] = float(line.split()[2])
            elif line.startswith("latency average"):
                figures["latency_ms"] = float(line.split()[3])
        return figures


class Shop:
    """A tenant with connected numbers whose provider is at `provider_port`."""

    def __init__(self, installation: Installation, provider_port: int, channels: int = 1, slug: str = "bench"):
        self.installation, self.slug = installation, slug
        self.email, self.password = f"owner@{slug}.example", "correct horse battery staple"
        installation.run(
            "tenant", "create", "--name", slug, "--slug", slug, "--owner-email", self.email, env={"SECRETARIA_PASSWORD": self.password})
        self.id = installation.value(f"SELECT tenant_id FROM tenants WHERE slug = '{slug}'")
        self.channels = []
        for index in range(channels):
            number = f"7{int.from_bytes(slug.encode(), 'big') % 10**11:011d}{index:03d}"
            secret = f"bench-secret-{slug}-{index}"
            installation.run(
                "channel", "add", "--tenant", slug, "--phone-number-id", number, "--base-url",
                f"http://127.0.0.1:{provider_port}/v25.0",
                env={"META_ACCESS_TOKEN": "bench", "META_APP_SECRET": secret, "META_VERIFY_TOKEN": "bench-verify"})
            self.channels.append((number, secret))
        self.account = installation.value(f"SELECT id FROM channel_accounts WHERE tenant_id = '{self.id}' ORDER BY id LIMIT 1")

    def session(self) -> str:
        """The `Cookie` header of an open session. Made in the database: fifty sign-ins at once from one address are refused."""
        secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        digest = hashlib.sha256(secret.encode()).hexdigest()
        self.installation.psql(
            f"""INSERT INTO sessions (tenant_id, user_id, id_hash, csrf_token, expires_at)
                SELECT tenant_id, user_id, '\\x{digest}', '{secrets.token_urlsafe(32)}', now() + interval '1 day'
                FROM user_roles WHERE tenant_id = '{self.id}' LIMIT 1""")
        return f"secretaria-session={secret}"

    def channel_file(self) -> Path:
        path = self.installation.folder / f"channels-{self.slug}"
        path.write_text("".join(f"{number}\t{secret}\n" for number, secret in self.channels))
        return path


def load(command: str, *, timeout: float = 900, **options: object) -> list[dict]:
    """Runs the load generator; its JSON lines."""
    words = [str(LOADGEN), command]
    for name, value in options.items():
        if value is not None:
            words += [f"--{name.replace('_', '-')}", str(value)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=timeout)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]
