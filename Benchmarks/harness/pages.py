"""Measures of what people see: replies, the inbox, live updates, and what the process costs while nobody asks."""
import json
import statistics
import subprocess
import time

from .browser import sign_in
from .installation import LOADGEN, Shop, free_port, load
from .machine import memory_mb
from .report import Row

QUESTION = "Qual o prazo de entrega para São Paulo?"


class PageMeasures:
    """Mixed into `Bench`."""

    def privacy(self) -> None:
        """Personal data found and masked in shop chat on one core; no database is asked."""
        for line in self.installation.run("privacy", "bench", "--json", "--seconds", "3").splitlines():
            row = json.loads(line)
            self.report.add(Row(
                f"privacy {row['name']} ÷ 150 MB/s", row["mb_per_s"] / 150, 1.0, True,
                raw={"MB/s": row["mb_per_s"], "µs a message": row["us_per_message"]}))

    def e2e(self) -> None:
        """From the webhook to the reply in the provider's hands: knowledge base, offline attendant, no debounce."""
        place, provider = self.installation, free_port()
        place.run("demo")
        shop = json.loads(place.run("demo", "--json"))["tenant"]
        number, secret = "7999000001", "bench-secret-e2e"
        place.run("channel", "add", "--tenant", shop["slug"], "--phone-number-id", number, "--base-url", f"http://127.0.0.1:{provider}/v25.0",
                  env={"META_ACCESS_TOKEN": "bench", "META_APP_SECRET": secret, "META_VERIFY_TOKEN": "bench-verify"})
        place.psql(f"UPDATE ai_support_config SET debounce_seconds = 0 WHERE tenant_id = '{shop['id']}';"
                   f"UPDATE ai_channel_config SET debounce_seconds = 0 WHERE tenant_id = '{shop['id']}'")
        channels = place.folder / "channels-e2e"
        channels.write_text(f"{number}\t{secret}\n")
        server = place.start("serve")
        runs = []
        for index in range(self.rounds + 1):
            with self.quietly("webhook to reply"):
                run = load("reply", port=server.port, channels=channels, provider_port=provider, count=200, rate=20, text=QUESTION,
                           first_customer=index * 1000, prefix=self.prefix())[-1]
            if run["answered"] != 200 or run["doubled"]:
                raise RuntimeError(f"{run['answered']} of 200 messages were answered, {run['doubled']} twice")
            if index:  # the first one warms up
                runs.append(run)
        cited = int(place.value(f"SELECT count(*) FROM messages WHERE tenant_id = '{shop['id']}' AND citations IS NOT NULL"))
        latency = {share: statistics.median(run["latency"][share] for run in runs) for share in ("p50", "p95", "p99")}
        self.report.add(Row("webhook to reply, p50", latency["p50"], 40, False, "ms",
                            raw={"p95 ms": latency["p95"], "p99 ms": latency["p99"],
                                 "webhook p50 ms": statistics.median(run["webhook"]["p50"] for run in runs), "replies with a source": cited}))
        server.stop()

    def inbox(self) -> None:
        """The inbox's first page, signed in, rendered."""
        place = self.installation
        server = place.start("serve")
        small = self._inbox(server, 10_000)
        self.report.add(Row("inbox page at 10 k, p50", small["p50"], 3, False, "ms", raw={"bytes": small["bytes"]}))
        self.report.add(Row("inbox page at 10 k, p99, 4 at a time", small["p99"], 15, False, "ms", raw={"pages/s": small["rate"]}))
        if self.million:
            large = self._inbox(server, 1_000_000)
            self.report.add(Row("inbox page at 1 M ÷ at 10 k, p50", large["p50"] / small["p50"], 1.5, False,
                                raw={"p50 ms": large["p50"], "p99 ms": large["p99"]}))
        server.stop()

    def _inbox(self, server, conversations: int) -> dict:
        place, shop = self.installation, Shop(self.installation, free_port(), slug=f"inbox{conversations}")
        # Statuses and times as in a busy shop: most are over, some wait.
        # Without the checks of foreign keys, a million of each takes a minute less.
        place.psql(f"""
            SET session_replication_role = replica;
            INSERT INTO contacts (tenant_id, id, name, phone)
              SELECT '{shop.id}', ('00000000-0000-7000-9000-' || lpad(i::text, 12, '0'))::uuid, 'Cliente ' || i, '+551198' || lpad(i::text, 7, '0')
              FROM generate_series(1, {conversations}) i;
            INSERT INTO conversations (tenant_id, id, account_id, customer_id, customer_name, channel_type, status, unread_count,
                last_message_at, last_message_preview, last_customer_message_at, waiting_since)
              SELECT '{shop.id}', ('00000000-0000-7000-a000-' || lpad(i::text, 12, '0'))::uuid, '{shop.account}',
                ('00000000-0000-7000-9000-' || lpad(i::text, 12, '0'))::uuid, 'Cliente ' || i, 'whatsapp',
                (ARRAY['resolved','resolved','resolved','resolved','closed','waiting_customer','bot','open','waiting_agent','new'])[1 + i % 10],
                i % 3, now() - i * interval '20 s', 'Qual o prazo de entrega para o CEP da minha casa?', now() - i * interval '20 s',
                CASE WHEN i % 10 >= 8 THEN now() - i * interval '20 s' END
              FROM generate_series(1, {conversations}) i;
            INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, content, external_id, sent_at)
              SELECT '{shop.id}', ('00000000-0000-7000-a000-' || lpad(i::text, 12, '0'))::uuid, '{shop.account}', 'inbound', 'customer',
                'Qual o prazo de entrega para o CEP da minha casa?', 'wamid.seed{conversations}.' || i, now() - i * interval '20 s'
              FROM generate_series(1, {conversations}) i;""")
        place.psql("VACUUM ANALYZE contacts; VACUUM ANALYZE conversations; VACUUM ANALYZE messages")
        header = f"Cookie: {sign_in(server.port, shop.email, shop.password)}"
        status, _ = server.get("/support", headers={"Cookie": header.split(": ", 1)[1]})
        if status != 200:
            raise RuntimeError(f"/support answered {status}")
        alone, four = [], []
        load("get", port=server.port, path="/support", header=header, connections=1, count=200)
        for _ in range(self.rounds):
            with self.quietly(f"inbox, {conversations} conversations"):
                alone.append(load("get", port=server.port, path="/support", header=header, connections=1, count=1_000)[-1])
                four.append(load("get", port=server.port, path="/support", header=header, connections=4, count=4_000)[-1])
        return {"p50": statistics.median(run["latency"]["p50"] for run in alone),
                "p99": statistics.median(run["latency"]["p99"] for run in four),
                "rate": statistics.median(run["rate"] for run in four), "bytes": alone[-1]["bytes"]}

    def sse(self) -> None:
        """A thousand viewers in fifty shops while customers write; then ten thousand in one."""
        place = self.installation
        shops = [Shop(place, free_port(), slug=f"live{index}") for index in range(50)]
        # Live updates are measured, not replies.
        place.psql("UPDATE ai_support_config SET is_enabled = false")
        channels = self.channel_file(shops)
        server = place.start("serve")
        streams = place.folder / "streams"
        streams.write_text("".join(f"/support/events\tCookie: {shop.session()}\n" for shop in shops))
        load("webhooks", port=server.port, channels=channels, connections=16, count=2_000, customers=20, prefix=self.prefix())
        ids = ",".join(f"'{shop.id}'" for shop in shops)
        self._wait_processed(ids)
        conversations = self._conversations(shops, ids)
        before = memory_mb(server.pid)
        with self.quietly("a thousand viewers"):
            run, memory = self._watch(server, streams, subscribers=1_000, channels=channels, conversations=conversations, count=3_000, rate=200)
        self._all_arrived(run)
        self.report.add(Row("commit to viewer p99, 1,000 viewers", run["latency"]["p99"], 50, False, "ms",
                            raw={"p50 ms": run["latency"]["p50"], "events": run["events"], "from": "webhook sent"}))
        self.report.add(Row("server memory with 1,000 viewers", memory, 120, False, "MB", raw={"before MB": before}))
        server.stop()

        server = place.start("serve")
        one = shops[0]
        streams.write_text(f"/support/events\tCookie: {one.session()}\n")
        few = place.folder / "conversations-one"
        few.write_text("".join(line for line in conversations.read_text().splitlines(True) if line.split("\t")[1] == "0"))
        before = memory_mb(server.pid)
        with self.quietly("ten thousand viewers"):
            run, memory = self._watch(server, streams, subscribers=10_000, channels=channels, conversations=few, count=5, rate=0.5)
        self._all_arrived(run)
        self.report.add(Row("memory of an idle viewer", (run["idle memory"] - before) * 1024 / 10_000, 24, False, "KB",
                            raw={"server MB": run["idle memory"], "after the change MB": memory}))
        self.report.add(Row("one change to 10,000 viewers", run["latency"]["max"], 1_000, False, "ms",
                            raw={"p50 ms": run["latency"]["p50"], "open": run["open"]}))
        server.stop()

    def _conversations(self, shops: list[Shop], ids: str):
        """Conversation, index of its channel and number of its customer: what the load generator needs to match events to sends."""
        index = {number: position for position, (number, _) in enumerate(channel for shop in shops for channel in shop.channels)}
        rows = self.installation.psql(
            f"""SELECT v.id, a.address, i.value FROM conversations v
                JOIN channel_accounts a ON a.tenant_id = v.tenant_id AND a.id = v.account_id
                JOIN contact_identities i ON i.tenant_id = v.tenant_id AND i.contact_id = v.customer_id AND i.kind = 'phone_e164'
                WHERE v.tenant_id IN ({ids}) ORDER BY v.id""")
        path = self.installation.folder / "conversations"
        lines = []
        for conversation, address, phone in rows:
            digits = "".join(letter for letter in phone if letter.isdigit())
            lines.append(f"{conversation}\t{index[address]}\t{int(digits[-8:]) - 80_000_000}\n")
        path.write_text("".join(lines))
        return path

    def _watch(self, server, streams, **options) -> tuple[dict, float]:
        words = [str(LOADGEN), "watch", "--port", str(server.port), "--streams", str(streams), "--prefix", self.prefix()]
        for name, value in options.items():
            words += [f"--{name}", str(value)]
        watching = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        connected = json.loads(watching.stdout.readline())["connected"]
        memory = memory_mb(server.pid)
        output, errors = watching.communicate(timeout=600)
        if watching.returncode != 0:
            raise RuntimeError(errors)
        run = json.loads(output.splitlines()[-1])
        run["connected"] = connected
        run["idle memory"] = memory
        return run, max(memory, memory_mb(server.pid))

    def _all_arrived(self, run: dict) -> None:
        if run["broken"] or not run["events"]:
            raise RuntimeError(f"{run['broken']} streams broke, {run['events']} events arrived")

    def memory(self) -> None:
        """An idle server, a little after its start."""
        figures = []
        for _ in range(self.rounds):
            server = self.installation.start("serve")
            time.sleep(5)
            figures.append(memory_mb(server.pid))
            server.stop()
        self.report.add(Row("memory of an idle server", statistics.median(figures), 64, False, "MB"))

    def start(self) -> None:
        """From the start of the process to a 200 of /readyz, with the database running."""
        figures = []
        for _ in range(max(self.rounds, 5)):
            began = time.monotonic()
            server = self.installation.start("serve", wait=False)
            server.wait_until_ready(pause=0.005)
            figures.append(time.monotonic() - began)
            server.stop()
        self.report.add(Row("start to ready", statistics.median(figures), 0.5, False, "s", raw={"slowest s": max(figures)}))
