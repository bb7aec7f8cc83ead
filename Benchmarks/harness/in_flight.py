"""Kills the server while it sends through Z-API, Instagram, Resend and a mail server: nothing may leave twice, and nothing may be lost in silence."""
import hashlib
import json
import queue
import random
import secrets
import socketserver
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .installation import Installation, Process, free_port
from .verdict import Verdict


class Record:
    """What really reached each provider. A call takes its time, before and after it has done what it was asked for."""

    def __init__(self, seed: int):
        self.lock, self.random = threading.Lock(), random.Random(seed)
        self.sent: Counter[str] = Counter()
        self.keys: dict[str, str] = {}

    def pause(self) -> None:
        with self.lock:
            seconds = self.random.uniform(0, 0.25)
        time.sleep(seconds)

    def take(self, words: str, key: str | None = None) -> None:
        """Resend sends the same key once."""
        with self.lock:
            if key is not None:
                if key in self.keys:
                    return
                self.keys[key] = words
            self.sent[words] += 1


def providers(record: Record) -> ThreadingHTTPServer:
    """Z-API, Meta's Graph and Resend on one port: their paths differ."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            record.pause()
            name = uuid.uuid4().hex
            if "/send-text" in self.path:
                record.take(body["message"])
                answer = {"zaapId": name, "messageId": name, "id": name}
            elif self.path.startswith("/emails"):
                record.take(body["text"].strip(), self.headers.get("Idempotency-Key"))
                answer = {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, self.headers.get("Idempotency-Key") or name))}
            elif "message" in body:
                record.take(body["message"].get("text", ""))
                answer = {"message_id": "m_" + name}
            else:
                answer = {"recipient_id": "1"}
            record.pause()
            data = json.dumps(answer).encode()
            try:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                pass  # nobody is there to hear it any more

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def mail_server(record: Record) -> socketserver.ThreadingTCPServer:
    """A relay that takes every mail; a mail is taken with its last dot."""

    class Handler(socketserver.StreamRequestHandler):
        def say(self, words: str) -> None:
            self.wfile.write(words.encode() + b"\r\n")

        def handle(self) -> None:
            try:
                self.say("220 relay.example ESMTP")
                while line := self.rfile.readline():
                    verb = line[:4].upper()
                    if verb == b"EHLO":
                        self.say("250-relay.example")
                        self.say("250 8BITMIME")
                    elif verb == b"DATA":
                        self.say("354 go on")
                        content = b""
                        while (line := self.rfile.readline()) not in (b".\r\n", b""):
                            content += line
                        if not line:
                            return  # cut off before the last dot: nothing was sent
                        record.pause()
                        record.take(next(word for word in content.decode("utf-8", "replace").split() if word.startswith("flight-")))
                        record.pause()
                        self.say("250 2.0.0 taken")
                    elif verb == b"QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 2.1.0 ok")
            except OSError:
                pass

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    return Server(("127.0.0.1", 0), Handler)


class InFlight:
    """One shop with an account of each kind and some customers on each."""

    KINDS = {
        "whatsapp-z-api": (["instance_id=FLIGHTS"], {"ZAPI_INSTANCE_TOKEN": "flights-token"}, "phone_e164"),
        "instagram": (["instagram_id=17841400000000000"],
                      {"META_ACCESS_TOKEN": "IGflights", "META_APP_SECRET": "flights", "META_VERIFY_TOKEN": "flights"}, "igsid"),
        "email-resend": (["email=sac@flights.example"],
                         {"RESEND_API_KEY": "re_flights", "RESEND_WEBHOOK_SECRET": "whsec_ZmxpZ2h0cw=="}, "email"),
        "email-smtp": (["email=ajuda@flights.example", "host=mail.flights.example", "security=starttls", "port=587", "username=loja"],
                       {"SMTP_PASSWORD": "flights"}, "email"),
    }
    CUSTOMERS = 8

    def __init__(self, place: Installation, seed: int, note):
        self.place, self.note, self.random, self.record = place, note, random.Random(seed), Record(seed)
        self.web, self.mail = providers(self.record), mail_server(self.record)
        for server in (self.web, self.mail):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        self.port = free_port()
        self.holder = place.start("serve", "--queues", "none")  # keeps PostgreSQL while servers come and go
        place.run("tenant", "create", "--name", "flights", "--slug", "flights", "--owner-email", "owner@flights.example",
                  env={"SECRETARIA_PASSWORD": "correct horse battery staple"})
        self.tenant = place.value("SELECT tenant_id FROM tenants WHERE slug = 'flights'")
        self.token = secrets.token_urlsafe(32)
        place.psql(f"INSERT INTO api_tokens (tenant_id, token_hash, name, scopes) VALUES ('{self.tenant}',"
                   f" '\\x{hashlib.sha256(self.token.encode()).hexdigest()}', 'flights', '{{read,write}}')")
        self.conversations = [row for kind in self.KINDS for row in self._connect(kind)]
        self.said: dict[str, str] = {}
        self.server = self._serve()

    def close(self) -> None:
        for server in (self.web, self.mail):
            server.shutdown()
            server.server_close()

    def _serve(self) -> Process:
        server = self.place.start("serve", port=self.port, wait=False)
        server.wait_until_ready()
        return server

    def _connect(self, kind: str) -> list[tuple[str, str]]:
        fields, given, identity = self.KINDS[kind]
        base = f"smtp://127.0.0.1:{self.mail.server_address[1]}" if kind == "email-smtp" else f"http://127.0.0.1:{self.web.server_address[1]}"
        options = [word for field in fields for word in ("--set", field)]
        self.place.run("channel", "add", "--tenant", "flights", "--kind", kind, "--base-url", base, *options, env=given)
        account, channel = self.place.psql(
            f"SELECT id, channel_type FROM channel_accounts WHERE tenant_id = '{self.tenant}' ORDER BY created_at DESC, id DESC LIMIT 1")[0]
        rows = []
        for number in range(self.CUSTOMERS):
            address = {"phone_e164": f"55119876543{number:02d}", "igsid": f"8800{number:04d}"}.get(identity, f"c{number}@{kind}.example")
            rows += self.place.psql(
                f"""WITH c AS (INSERT INTO contacts (tenant_id, name) VALUES ('{self.tenant}', 'Cliente {number}') RETURNING id),
                    i AS (INSERT INTO contact_identities (tenant_id, account_id, kind, match_key, value, contact_id)
                          SELECT '{self.tenant}', '{account}', '{identity}', '{address}', '{address}', id FROM c)
                    INSERT INTO conversations (tenant_id, account_id, customer_id, channel_type, status, last_customer_message_at, subject, thread)
                    SELECT '{self.tenant}', '{account}', id, '{channel}', 'open', now(), 'Assunto', id::text FROM c RETURNING id, '{kind}'""")
        return [(row[0], row[1]) for row in rows]

    def _say(self, conversation: str, kind: str) -> None:
        """A message that is told until the server has taken it; the same key is the same message."""
        words = f"flight-{len(self.said)}"
        self.said[words] = kind
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/conversations/{conversation}/messages", json.dumps({"content": words}).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": words}, method="POST")
        self.waiting.put(request)

    def _talk(self) -> None:
        while (request := self.waiting.get()) is not None:
            while True:
                try:
                    with urllib.request.urlopen(request, timeout=10):
                        break
                except urllib.error.HTTPError as error:
                    if error.code < 500:
                        self.refused.append(error.code)
                        break
                except OSError:
                    pass
                time.sleep(0.05)

    def kill_server(self, kills: int) -> None:
        """kill -9, again and again, with some of each channel's sends under way."""
        self.waiting, self.refused, self.kills = queue.Queue(), [], kills
        talkers = [threading.Thread(target=self._talk, daemon=True) for _ in range(4)]
        for talker in talkers:
            talker.start()
        for done in range(1, kills + 1):
            for conversation, kind in self.random.sample(self.conversations, 16):
                self._say(conversation, kind)
            time.sleep(self.random.uniform(0.1, 0.9))
            self.server.kill()
            self.server = self._serve()
            if done % 10 == 0:
                self.note(f"  {done} kills, {sum(self.record.sent.values()):,} sent")
        for _ in talkers:
            self.waiting.put(None)
        for talker in talkers:
            talker.join()
        self._wait_until_idle()
        self.server.stop()

    def _wait_until_idle(self) -> None:
        """A killed server's leases run out, and whoever takes a message over settles it."""
        ends = time.monotonic() + 300
        left = f"SELECT count(*) FROM jobs WHERE tenant_id = '{self.tenant}' AND name = 'outbox.deliver'"
        while int(self.place.value(left)) > 0 and time.monotonic() < ends:
            time.sleep(0.25)

    def verdicts(self) -> list[Verdict]:
        states = {
            words: state for words, state in self.place.psql(
                f"""SELECT m.content, o.state FROM outbox o JOIN messages m ON m.tenant_id = o.tenant_id AND m.id = o.message_id
                    WHERE o.tenant_id = '{self.tenant}'""")}
        verdicts = []
        for kind in self.KINDS:
            mine = [words for words, of in self.said.items() if of == kind]
            sent = {words: self.record.sent.get(words, 0) for words in mine}
            count = Counter(states.get(words, "missing") for words in mine)
            verdict = Verdict(f"the server killed (kill -9) while it sends through {kind}")
            verdict.figures = {
                "kills": self.kills, "acknowledged": len(mine), "sent": sum(sent.values()),
                "accepted, unconfirmed": f"{count['accepted']:,}, {count['unknown']:,}",
                "unconfirmed, of those really sent": sum(sent[w] for w in mine if states.get(w) == "unknown")}
            verdict.violations = {
                "sent twice": sum(number > 1 for number in sent.values()),
                "acknowledged and not stored": count["missing"] - len(self.refused),
                "shown as sent, and never was": sum(states.get(w) == "accepted" and not sent[w] for w in mine),
                "left lying": sum(count[state] for state in ("pending", "uploading", "sending")),
                "failed for no reason": count["failed"]}
            if kind == "email-resend":
                # With a key a lost answer is asked for again: there is nothing to be unsure of.
                verdict.violations["unconfirmed in spite of a key"] = count["unknown"]
            verdicts.append(verdict)
        return verdicts
