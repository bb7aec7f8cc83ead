"""What is measured, one function a bar of the product. Each leaves its figures in the report."""
import statistics
import time
from contextlib import contextmanager
from pathlib import Path

from .installation import Installation, Shop, free_port, load
from .machine import Usage, cpu_seconds
from .pages import PageMeasures
from .report import Report, Row

SQL = Path(__file__).resolve().parents[1] / "sql"


class Bench(PageMeasures):
    def __init__(
            self, installation: Installation, report: Report, rounds: int, seconds: float, tenants: int, million: bool):
        self.installation, self.report = installation, report
        self.rounds, self.seconds, self.tenants, self.million = rounds, seconds, tenants, million
        self.others: list[float] = []
        self.runs = 0
        self.shop_runs = 0
        self.reference_rates: list[float] = []

    @contextmanager
    def quietly(self, what: str):
        """Runs a measurement from a fresh checkpoint and notes what else the machine did meanwhile."""
        self.installation.psql("CHECKPOINT")
        usage = Usage([self.installation.postmaster])
        yield
        own, others = usage.cores()
        self.others.append(others)
        self.report.note(f"  {what}: {own:.2f} cores ours, {others:.2f} cores others")

    def clear(self) -> None:
        """What a measure leaves to do, turns of the assistant and unread webhooks, must not be done during the next one."""
        self.installation.psql(
            """UPDATE ai_support_config SET is_enabled = false;
               DELETE FROM jobs WHERE tenant_id <> '00000000-0000-0000-0000-000000000000';
               DELETE FROM webhook_events WHERE state = 'pending'""")
        self.installation.psql("VACUUM ANALYZE")

    def prefix(self) -> str:
        self.runs += 1
        return f"b{int(time.time())}x{self.runs}x"

    # R

    def prepare_reference(self) -> None:
        self.reference_shop = Shop(self.installation, free_port(), slug="reference")
        body = "{" + '"text":"' + "Qual o prazo de entrega? " * 27 + '"}'
        self.reference_script = (SQL / "reference.sql").read_text().replace("{tenant}", self.reference_shop.id).replace(
            "{account}", self.reference_shop.account).replace("{body}", body)
        # The customers exist, as do those of the product's runs after their first seconds.
        self.installation.pgbench(self.reference_script, 8, 4)

    def reference(self) -> float:
        """Messages a second of PostgreSQL alone, best of 8 and 32 clients."""
        rates = {}
        for clients in (8, 32):
            with self.quietly(f"R, {clients} clients"):
                rates[clients] = self.installation.pgbench(self.reference_script, clients, self.seconds)["tps"]
        best = max(rates.values())
        self.reference_rates.append(best)
        self.report.note(f"  R = {best:,.0f}/s (8 clients {rates[8]:,.0f}, 32 clients {rates[32]:,.0f})")
        return best

    # Intake and processing

    def shops(self) -> list[Shop]:
        self.shop_runs += 1
        shops = [
            Shop(self.installation, free_port(), slug=f"bench{self.shop_runs}x{index}") for index in range(self.tenants)]
        ids = ",".join(f"'{shop.id}'" for shop in shops)
        # The assistant is on, so each message asks for a turn as in the reference; the turns wait until the run is over.
        self.installation.psql(
            f"UPDATE ai_support_config SET is_enabled = true, debounce_seconds = 60, debounce_max_seconds = 300 WHERE tenant_id IN ({ids})")
        return shops

    def channel_file(self, shops: list[Shop]):
        path = self.installation.folder / "channels"
        path.write_text("".join(f"{number}\t{secret}\n" for shop in shops for number, secret in shop.channels))
        return path

    def intake(self) -> None:
        """Durable intake: HTTP, signature, raw event committed, 200; the inbox is left to other processes."""
        installation, shops = self.installation, self.shops()
        channels = self.channel_file(shops)
        server = installation.start("serve", "--queues", "none")
        load("webhooks", port=server.port, channels=channels, connections=32, seconds=3, prefix=self.prefix())
        ratios: dict[int, list[float]] = {32: [], 64: []}
        rates: dict[int, list[float]] = {32: [], 64: []}
        busy: list[float] = []
        for _ in range(self.rounds):
            reference = self.reference()
            for connections in (32, 64):
                with self.quietly(f"intake, {connections} connections"):
                    before = cpu_seconds(server.pid)
                    run = load("webhooks", port=server.port, channels=channels, connections=connections, seconds=self.seconds,
                               prefix=self.prefix())[-1]
                    busy.append((cpu_seconds(server.pid) - before) / max(run["acknowledged"], 1) * 1e6)
                self._all_acknowledged(run)
                rates[connections].append(run["rate"])
                ratios[connections].append(run["rate"] / reference)
        for connections in (32, 64):
            self.report.add(Row(
                f"intake, {connections} connections ÷ R", statistics.median(ratios[connections]), 2.0, True,
                raw={"messages/s": statistics.median(rates[connections]), "R/s": statistics.median(self.reference_rates),
                     "server µs/message": statistics.median(busy), "ratios": ratios[connections]}))
        self._intake_p99(server, channels, max(statistics.median(rate) for rate in rates.values()) / 2)
        server.stop()

    def _intake_p99(self, server, channels, rate: float) -> None:
        runs = []
        for _ in range(self.rounds):
            with self.quietly(f"intake at {rate:,.0f}/s"):
                runs.append(load("webhooks", port=server.port, channels=channels, connections=64, seconds=self.seconds, rate=round(rate),
                                 prefix=self.prefix())[-1])
            self._all_acknowledged(runs[-1])
        latency = {share: statistics.median(run["latency"][share] for run in runs) for share in ("p50", "p99", "p999")}
        self.report.add(Row("intake p99 at half of peak", latency["p99"], 15, False, "ms",
                            raw={"p50 ms": latency["p50"], "p99.9 ms": latency["p999"], "messages/s": rate}))

    def _all_acknowledged(self, run: dict) -> None:
        if run["acknowledged"] != run["sent"]:
            raise RuntimeError(f"not everything was acknowledged: {run['statuses']}")

    def processed(self) -> None:
        """From the webhook to the visible message, by one process, until nothing is left to do."""
        installation, shops = self.installation, self.shops()
        channels = self.channel_file(shops)
        server = installation.start("serve")
        ids = ",".join(f"'{shop.id}'" for shop in shops)
        load("webhooks", port=server.port, channels=channels, connections=32, count=20_000, prefix=self.prefix())
        self._wait_processed(ids)
        ratios, rates, backlogs, last = [], [], [], 4_000.0
        for _ in range(self.rounds):
            reference = self.reference()
            count = int(max(last, 1_000) * self.seconds * 1.5)
            began = installation.value("SELECT clock_timestamp()")
            with self.quietly("processed"):
                run = load("webhooks", port=server.port, channels=channels, connections=32, count=count, prefix=self.prefix())[-1]
                backlog = int(installation.value(f"SELECT count(*) FROM webhook_events WHERE state = 'pending' AND tenant_id IN ({ids})"))
                self._wait_processed(ids)
            self._all_acknowledged(run)
            stored, seconds = installation.psql(
                f"""SELECT sum(items - duplicates), extract(epoch FROM max(processed_at) - min(received_at))
                    FROM webhook_events WHERE received_at >= '{began}' AND tenant_id IN ({ids})""")[0]
            visible = int(installation.value(f"SELECT count(*) FROM messages WHERE created_at >= '{began}' AND tenant_id IN ({ids})"))
            if visible != count or int(stored) != count:
                raise RuntimeError(f"{count} messages were sent, {stored} stored, {visible} are visible")
            last = count / float(seconds)
            rates.append(last)
            backlogs.append(backlog)
            ratios.append(last / reference)
        self.report.add(Row(
            "processed ÷ R", statistics.median(ratios), 1.0, True,
            raw={"messages/s": statistics.median(rates), "R/s": statistics.median(self.reference_rates),
                 "unread when the last was acknowledged": statistics.median(backlogs), "ratios": ratios}))
        server.stop()

    def _wait_processed(self, ids: str, timeout: float = 120) -> None:
        ends = time.monotonic() + timeout
        while self.installation.value(f"SELECT EXISTS (SELECT FROM webhook_events WHERE state = 'pending' AND tenant_id IN ({ids}))") == "t":
            if time.monotonic() > ends:
                raise RuntimeError("the inbox does not empty")
            time.sleep(0.1)

    # The queue

    def queue(self) -> None:
        """No-op jobs of one worker against pgbench taking one at a time from the same table."""
        installation = self.installation
        jobs = 60_000
        fill = (f"INSERT INTO jobs (queue, name) SELECT 'maintenance', 'jobs.ping' FROM generate_series(1, {jobs});")
        ratios, rates, references = [], [], []
        for _ in range(self.rounds):
            limits = {}
            for clients in (1, 8, 32):
                installation.psql("DELETE FROM jobs WHERE name = 'jobs.ping'; " + fill)
                installation.psql("VACUUM ANALYZE jobs")
                with self.quietly(f"queue reference, {clients} clients"):
                    limits[clients] = installation.pgbench(SQL / "queue.sql", clients, min(self.seconds, 5), role="secretaria_system")["tps"]
            installation.psql("DELETE FROM jobs WHERE name = 'jobs.ping'; " + fill)
            installation.psql("VACUUM ANALYZE jobs")
            with self.quietly("queue"):
                worker = installation.start("worker", "--queues", "maintenance", env={"WORKERS_MAINTENANCE": "256"})
                rate = self._empty_queue(jobs)
            worker.stop()
            rates.append(rate)
            references.append(max(limits.values()))
            ratios.append(rate / max(limits.values()))
        self.report.add(Row(
            "queue: no-op jobs ÷ one at a time", statistics.median(ratios), 3.0, True,
            raw={"jobs/s": statistics.median(rates), "pgbench/s": statistics.median(references), "ratios": ratios}))

    def _empty_queue(self, jobs: int) -> float:
        """Jobs a second between the first look that found progress and the last one."""
        first, left = None, jobs
        count = "SELECT count(*) FROM jobs WHERE name = 'jobs.ping'"
        ends = time.monotonic() + 120
        while left > 0 and time.monotonic() < ends:
            left = int(self.installation.value(count))
            now = time.monotonic()
            if first is None and left < jobs:
                first = (now, left)
            if left == 0 and first:
                return first[1] / (now - first[0])
            time.sleep(0.05)
        raise RuntimeError("the queue does not empty")
