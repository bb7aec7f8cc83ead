"""Kills things while customers write, the assistant answers and the provider reports deliveries (verdict.py compares afterwards)."""
import json
import os
import random
import signal
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from .deliveries import Deliveries
from .installation import LOADGEN, Installation, Process, Shop, free_port
from .verdict import Evidence, Verdict


@dataclass
class Fault:
    """One kind of fault: what it was done to, and what was seen meanwhile."""
    name: str
    acks: Path
    load: subprocess.Popen | None = None
    began: float = field(default_factory=time.monotonic)
    figures: dict = field(default_factory=dict)
    violations: dict = field(default_factory=dict)

    def acknowledged(self) -> int:
        return self.acks.read_bytes().count(b"\n") if self.acks.exists() else 0


class Faults:
    """One installation, one shop whose assistant answers at once, and a pretend provider that writes down what it is to send."""

    def __init__(self, installation: Installation, seed: int, note, rate: float):
        self.installation, self.note, self.rate = installation, note, rate
        self.random = random.Random(seed)
        self.port, provider_port = free_port(), free_port()
        self.record = installation.folder / "sends"
        self.holder = installation.start("serve", "--queues", "none")  # keeps PostgreSQL while servers come and go
        self.shop = Shop(installation, provider_port, slug="faults")
        installation.psql(f"UPDATE ai_support_config SET is_enabled = true, debounce_seconds = 0 WHERE tenant_id = '{self.shop.id}'")
        self.provider = subprocess.Popen(
            [LOADGEN, "provider", "--port", str(provider_port), "--record", str(self.record)], stdout=subprocess.DEVNULL)
        self.deliveries = Deliveries(self.record, self.port, self.shop.channels[0])
        self.deliveries.start()
        self.ready_after: list[float] = []
        self.faults: list[Fault] = []
        self.customers = 0
        self.server = self._serve()

    def close(self) -> None:
        for process in [self.provider, *(fault.load for fault in self.faults if fault.load)]:
            process.kill()
            process.wait()

    def _serve(self) -> Process:
        server = self.installation.start("serve", port=self.port, wait=False)
        self.ready_after.append(server.wait_until_ready())
        return server

    # Load

    def _begin(self, name: str, seconds: float) -> Fault:
        """Customers write, each one message, until `_end`; what is not acknowledged is sent again, as Meta does.

        `seconds` is more than the fault can take.
        """
        fault = Fault(name, self.installation.folder / f"acks-{len(self.faults)}")
        count = int(seconds * self.rate)
        fault.load = subprocess.Popen(
            [LOADGEN, "webhooks", "--port", str(self.port), "--channels", str(self.shop.channel_file()), "--connections", "16",
             "--rate", str(self.rate), "--count", str(count), "--first-customer", str(self.customers),
             "--seed", str(self.random.randrange(1 << 30)), "--prefix", f"{len(self.faults)}.", "--retry", "yes",
             "--acks", str(fault.acks)],
            stdout=subprocess.PIPE, text=True)
        self.customers += count
        self.faults.append(fault)
        return fault

    def _end(self, fault: Fault) -> None:
        """Every message is acknowledged in the end."""
        fault.load.terminate()
        output, _ = fault.load.communicate(timeout=1800)
        statuses = json.loads(output.splitlines()[-1])["statuses"]
        fault.figures |= {
            "webhooks answered": ", ".join(f"{_status(status)} x {count:,}" for status, count in sorted(statuses.items())),
            "took": f"{time.monotonic() - fault.began:.0f} s"}
        fault.violations["servers that ended by themselves"] = int(self.server.popen.poll() is not None)

    # Faults

    def kill_server(self, kills: int) -> None:
        """kill -9 of the server, again and again, in the middle of everything."""
        fault = self._begin("the server killed (kill -9)", 60 + kills * 5)
        self.ready_after = []
        for done in range(1, kills + 1):
            time.sleep(self.random.uniform(0.2, 1.5))
            self.server.kill()
            self.server = self._serve()
            if done % 10 == 0:
                self.note(f"  {done} kills, {fault.acknowledged():,} messages acknowledged")
        self._end(fault)
        fault.figures |= {"kills": kills, "ready again after (median, most)": _seconds(self.ready_after)}

    def kill_postgres(self, kills: int) -> None:
        """kill -9 of PostgreSQL with all its sessions; the server lives on and must find it again by itself."""
        fault = self._begin("PostgreSQL killed (kill -9, with all its sessions)", 60 + kills * 20)
        back: list[float] = []
        for done in range(1, kills + 1):
            time.sleep(self.random.uniform(1, 3))
            self._kill_postmaster()
            # Answers on their way may still arrive, one a connection; more than that, and the database is there again: the server
            # itself starts the embedded one anew.
            began, seen = time.monotonic(), fault.acknowledged()
            while fault.acknowledged() <= seen + 16 and time.monotonic() - began < 30:
                time.sleep(0.01)
            back.append(time.monotonic() - began)
            self.note(f"  {done} kills of PostgreSQL, {fault.acknowledged():,} messages acknowledged")
        self._end(fault)
        fault.figures |= {"kills": kills, "acknowledging again after (median, most)": _seconds(back)}
        fault.violations |= {"slow to come back (> 5 s)": sum(seconds > 5 for seconds in back)}

    def kill_sessions(self, seconds: float) -> None:
        """Sessions of the server are terminated one by one, all the time."""
        fault = self._begin("sessions of the database terminated", 60 + seconds)
        killed, ends = 0, time.monotonic() + seconds
        while time.monotonic() < ends:
            killed += int(self.installation.value(
                """SELECT count(pg_terminate_backend(pid)) FROM (
                     SELECT pid FROM pg_stat_activity WHERE usename = 'secretaria' ORDER BY random() LIMIT 2) victims"""))
            time.sleep(self.random.uniform(0.05, 0.3))
        self._end(fault)
        fault.figures["terminated"] = killed

    def _kill_postmaster(self) -> None:
        postmaster = self.installation.postmaster
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True).stdout.split()
        for pid in [postmaster, *map(int, children)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    # Afterwards

    def verdicts(self) -> list[Verdict]:
        """Once everything that was asked for is done and its delivery is reported."""
        began = time.monotonic()
        self._wait_until_idle()
        self.deliveries.finish()
        self._wait_until_idle()
        self.server.stop()
        evidence = Evidence(self.installation, self.shop, self.record)
        verdicts = []
        for fault in self.faults:
            verdict = evidence.judge(fault.name, fault.acks)
            verdict.figures |= fault.figures
            verdict.violations |= fault.violations
            verdicts.append(verdict)
        afterwards = evidence.afterwards()
        afterwards.figures = {
            "delivery reports that had to be repeated": self.deliveries.repeated,
            "until all was done": f"{time.monotonic() - began:.0f} s"}
        return verdicts + [afterwards]

    def _wait_until_idle(self) -> None:
        ends = time.monotonic() + 180
        shop = self.shop.id
        open_work = (f"SELECT (SELECT count(*) FROM webhook_events WHERE tenant_id = '{shop}' AND state = 'pending')"
                     f" + (SELECT count(*) FROM jobs WHERE tenant_id = '{shop}')")
        while int(left := self.installation.value(open_work)) > 0:
            if time.monotonic() > ends:
                self.note(f"  {left} pieces of work are still open after three minutes")
                return
            time.sleep(0.25)


def _status(status: str) -> str:
    return "connection broken" if status == "0" else status


def _seconds(times: list[float]) -> str:
    return f"{statistics.median(times):.2f} s, {max(times):.2f} s" if times else "-"
