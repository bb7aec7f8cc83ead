"""Kills things while customers write, and afterwards compares what was acknowledged, stored and sent."""
import json
import os
import random
import signal
import statistics
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field

from .installation import LOADGEN, Installation, Process, Shop, free_port


@dataclass
class Verdict:
    name: str
    figures: dict = field(default_factory=dict)
    #: What must not be, and how often it was.
    violations: dict = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not any(self.violations.values())


class Faults:
    """One installation, one shop, a pretend provider that writes down what it was asked to send."""

    def __init__(self, installation: Installation, seed: int, note):
        self.installation, self.note = installation, note
        self.random = random.Random(seed)
        self.port, self.provider_port = free_port(), free_port()
        self.record = installation.folder / "sends"
        self.holder = installation.start("serve", "--queues", "none")  # keeps PostgreSQL while servers come and go
        self.shop = Shop(installation, self.provider_port, slug="faults")
        installation.psql(f"UPDATE ai_support_config SET is_enabled = true, debounce_seconds = 0 WHERE tenant_id = '{self.shop.id}'")
        self.provider = subprocess.Popen(
            [LOADGEN, "provider", "--port", str(self.provider_port), "--record", str(self.record)], stdout=subprocess.DEVNULL)
        self.ready_after: list[float] = []
        self.loads: list[subprocess.Popen] = []

    def close(self) -> None:
        for process in [self.provider, *self.loads]:
            process.kill()
            process.wait()

    # Load

    def customers_write(self, name: str, count: int, rate: float) -> subprocess.Popen:
        """Each message from somebody else; what is not acknowledged is sent again, as Meta does."""
        self.acks = self.installation.folder / f"acks-{name}"
        load = subprocess.Popen(
            [LOADGEN, "webhooks", "--port", str(self.port), "--channels", str(self.shop.channel_file()), "--connections", "16",
             "--rate", str(rate), "--count", str(count), "--customers", "9000000", "--seed", str(self.random.randrange(1 << 30)),
             "--prefix", f"{name}x", "--retry", "yes", "--acks", str(self.acks)],
            stdout=subprocess.PIPE, text=True)
        self.loads.append(load)
        return load

    def serve(self) -> Process:
        server = self.installation.start("serve", port=self.port, wait=False)
        self.ready_after.append(server.wait_until_ready())
        return server

    # Faults

    def kill_server(self, kills: int, rate: float = 150) -> Verdict:
        """kill -9 of the server, again and again, in the middle of everything."""
        server = self.serve()
        load = self.customers_write("kill", int(kills * 1.6 * rate), rate)
        done = 0
        while done < kills:
            time.sleep(self.random.uniform(0.2, 1.5))
            server.kill()
            done += 1
            server = self.serve()
            if done % 10 == 0:
                self.note(f"  {done} kills, ready again after {statistics.median(self.ready_after):.2f} s in the median")
        report = self._finish(load)
        verdict = self.judge("server killed", report)
        verdict.figures["kills"] = kills
        verdict.figures["ready after s (median, max)"] = f"{statistics.median(self.ready_after):.2f}, {max(self.ready_after):.2f}"
        server.stop()
        return verdict

    def kill_postgres(self, kills: int, rate: float = 150) -> Verdict:
        """kill -9 of PostgreSQL with all its sessions; the server lives on and must find it again by itself."""
        server = self.serve()
        load = self.customers_write("postgres", int(kills * 9 * rate), rate)
        back: list[float] = []
        refused = 0
        for _ in range(kills):
            time.sleep(self.random.uniform(1, 3))
            self._kill_postmaster()
            # While the database is away nothing may be acknowledged.
            acknowledged = self._acknowledged()
            status, _ = server.get("/readyz", timeout=3)
            time.sleep(self.random.uniform(0.5, 2))
            if self._acknowledged() > acknowledged + 16:
                raise RuntimeError("messages were acknowledged while the database was away")
            refused += status != 200
            self.installation.run("migrate")  # starts the embedded PostgreSQL again
            began, seen = time.monotonic(), self._acknowledged()
            while self._acknowledged() == seen and time.monotonic() - began < 30:
                time.sleep(0.01)
            back.append(time.monotonic() - began)
        report = self._finish(load)
        verdict = self.judge("PostgreSQL killed", report)
        verdict.figures |= {
            "kills": kills, "not ready while away": refused,
            "acknowledging again after s (median, max)": f"{statistics.median(back):.2f}, {max(back):.2f}"}
        verdict.violations["server had to be restarted"] = int(server.popen.poll() is not None)
        verdict.violations["slow to come back (> 5 s)"] = sum(seconds > 5 for seconds in back)
        server.stop()
        return verdict

    def kill_backends(self, seconds: float, rate: float = 150) -> Verdict:
        """Sessions of the server are terminated one by one, all the time."""
        server = self.serve()
        load = self.customers_write("backend", int(seconds * rate), rate)
        killed, ends = 0, time.monotonic() + seconds
        while time.monotonic() < ends:
            killed += int(self.installation.value(
                """SELECT count(pg_terminate_backend(pid)) FROM (
                     SELECT pid FROM pg_stat_activity WHERE usename = 'secretaria' ORDER BY random() LIMIT 2) victims"""))
            time.sleep(self.random.uniform(0.05, 0.3))
        report = self._finish(load)
        verdict = self.judge("sessions terminated", report)
        verdict.figures["terminated"] = killed
        verdict.violations["server had to be restarted"] = int(server.popen.poll() is not None)
        server.stop()
        return verdict

    # Afterwards

    def _acknowledged(self) -> int:
        return self.acks.read_bytes().count(b"\n") if self.acks.exists() else 0

    def _kill_postmaster(self) -> None:
        postmaster = self.installation.postmaster
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True).stdout.split()
        for pid in [postmaster, *map(int, children)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def _finish(self, load: subprocess.Popen) -> dict:
        """Every message is acknowledged in the end; then everything they asked for is done."""
        output, _ = load.communicate(timeout=1800)
        ends = time.monotonic() + 180
        shop = self.shop.id
        open_work = (f"SELECT (SELECT count(*) FROM webhook_events WHERE tenant_id = '{shop}' AND state = 'pending')"
                     f" + (SELECT count(*) FROM jobs WHERE tenant_id = '{shop}')")
        while int(left := self.installation.value(open_work)) > 0:
            if time.monotonic() > ends:
                self.note(f"  {left} pieces of work are still open after three minutes")
                break
            time.sleep(0.5)
        return json.loads(output.splitlines()[-1])

    def judge(self, name: str, report: dict) -> Verdict:
        place, shop = self.installation, self.shop.id
        acknowledged = Counter(self.acks.read_text().split())
        prefix = next(iter(acknowledged)).split("x")[0]
        stored = Counter({external: int(count) for external, count in place.psql(
            f"SELECT external_id, count(*) FROM messages WHERE tenant_id = '{shop}' AND external_id LIKE '{prefix}x%' GROUP BY 1")})
        bodies = [json.loads(line) for line in self.record.read_text().splitlines()] if self.record.exists() else []
        sends = Counter(body.get("biz_opaque_callback_data") for body in bodies)
        outbox = dict((state, int(count)) for state, count in place.psql(
            f"SELECT state, count(*) FROM outbox WHERE tenant_id = '{shop}' GROUP BY 1"))
        one = lambda sql: int(place.value(sql))  # noqa: E731
        return Verdict(
            name,
            figures={
                "acknowledged": len(acknowledged), "deliveries": report["sent"], "answers by status": report["statuses"],
                "stored": len(stored), "sent": len(bodies), "outbox": outbox},
            violations={
                "acknowledged and lost": len(set(acknowledged) - set(stored)),
                "stored twice": sum(count > 1 for count in stored.values()),
                "sent twice": sum(count > 1 for count in sends.values()),
                "sent without a name": sends.get(None, 0),
                "conversations doubled": one(
                    f"""SELECT count(*) FROM (SELECT customer_id FROM conversations WHERE tenant_id = '{shop}'
                        GROUP BY 1 HAVING count(*) > 1) doubled"""),
                "contacts doubled": one(
                    f"""SELECT count(*) FROM (SELECT phone FROM contacts WHERE tenant_id = '{shop}' GROUP BY 1 HAVING count(*) > 1) doubled"""),
                "turns answered twice": one(
                    f"""SELECT count(*) FROM (SELECT conversation_id FROM messages WHERE tenant_id = '{shop}' AND direction = 'outbound'
                        GROUP BY 1 HAVING count(*) > (SELECT count(*) FROM messages i WHERE i.tenant_id = '{shop}'
                          AND i.conversation_id = messages.conversation_id AND i.direction = 'inbound')) doubled"""),
                "webhooks unread": one(f"SELECT count(*) FROM webhook_events WHERE tenant_id = '{shop}' AND state = 'pending'"),
                "jobs unfinished": one(f"SELECT count(*) FROM jobs WHERE tenant_id = '{shop}'"),
                "jobs given up": one(f"SELECT count(*) FROM jobs_dead WHERE tenant_id = '{shop}'"),
            })
