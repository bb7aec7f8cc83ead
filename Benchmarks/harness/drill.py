"""Backs up a shop of many messages, erases somebody, loses everything, restores it, and kills restores on their way."""
import hashlib
import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from . import installation as programs
from .installation import Installation, Shop, free_port

ERASED = "5511980000007"
COUNTED = ("messages", "conversations", "contacts", "contact_identities", "tenants", "users")


class RestoreDrill:
    def __init__(self, place: Installation, seed: int, note):
        self.place, self.note, self.random = place, note, random.Random(seed)
        self.kept = place.folder / "kept"
        self.problems: list[str] = []

    def run(self, messages: int, kills: int) -> list[str]:
        # Beside the backups: the machine will be lost with its data folder.
        holder = self.place.start("serve", "--queues", "none", env={"ERASURE_LEDGER": str(self.kept / "erasure-ledger.jsonl")})
        self.fill(messages)
        wanted = self.counts()
        size = int(self.place.value("SELECT pg_database_size('secretaria')"))
        self.note(f"{messages} messages, {sum(map(int, wanted))} rows counted, database {size >> 20} MB; the server runs")
        made, seconds = self.timed("backup", "--to", str(self.kept))
        archive = Path(made.strip().splitlines()[-1])
        self.note(f"backup: {seconds:.1f} s, archive {archive.stat().st_size >> 20} MB, read once more and checked in that time")
        seconds_to_erase = self.erase(holder)
        wanted = self.counts()
        if self.somebody() != "0":
            self.problems.append("who was erased is still there")
        self.note(f"one person erased after the backup: {seconds_to_erase:.1f} s")
        holder.stop()

        # Over what is there, killed again and again: as before, or shut until it is run again.
        (old, shut) = (0, 0)
        for _ in range(kills):
            process = subprocess.Popen(
                [programs.SECRETARIA, "restore", str(archive), "--replace"], env=self.place.environment(), cwd=self.place.folder,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=self.random.uniform(0.1, 1.3 * seconds))
                self.note("  one came to its end before it was killed")
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            holder = self.opened()
            if holder is None:
                shut += 1
                # Run again, as the operator is told: otherwise every later kill would find it shut.
                self.timed("restore", str(archive), "--replace")
                holder = self.place.start("serve", "--queues", "none")
                if self.counts() != wanted:
                    self.problems.append(f"after a killed restore was run again there is {self.counts()} instead of {wanted}")
                holder.stop()
                continue
            old += 1
            if self.counts() != wanted:
                self.problems.append(f"after a killed restore there is {self.counts()} instead of {wanted}")
            holder.stop()
        self.note(f"{kills} restores killed: {old} left everything as it was, {shut} kept everybody out until the next one")

        # Into nothing: another machine, with the master key and the archive.
        key = (self.place.data / "master.key").read_bytes()
        shutil.rmtree(self.place.data)
        self.place.data.mkdir(mode=0o755)
        (self.place.data / "master.key").write_bytes(key)
        (self.place.data / "master.key").chmod(0o600)
        _, seconds = self.timed("restore", str(archive))
        self.note(f"restore into an empty installation: {seconds:.1f} s, {messages / seconds:,.0f} messages a second, checked, indexed and analysed")
        _, seconds = self.timed("restore", str(archive), "--replace")
        self.note(f"restore over what is there: {seconds:.1f} s")
        holder = self.place.start("serve", "--queues", "none")
        if self.counts() != wanted:
            self.problems.append(f"restored {self.counts()} instead of {wanted}")
        if self.somebody() != "0":
            self.problems.append("who was erased after the backup came back with it")
        holder.stop()
        return self.problems

    def erase(self, server) -> float:
        """By the API, as a shop would."""
        token = secrets.token_urlsafe(32)
        self.place.psql(f"INSERT INTO api_tokens (tenant_id, token_hash, name, scopes) SELECT tenant_id,"
                        f" '\\x{hashlib.sha256(token.encode()).hexdigest()}', 'drill', '{{admin}}' FROM tenants WHERE slug = 'drill'")
        request = urllib.request.Request(
            f"http://127.0.0.1:{server.port}/api/compliance/delete_data", json.dumps({"number": ERASED}).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}, method="POST")
        began = time.monotonic()
        with urllib.request.urlopen(request, timeout=600) as answer:
            answer.read()
        return time.monotonic() - began

    def somebody(self) -> str:
        return self.place.value(f"SELECT count(*) FROM contacts WHERE phone LIKE '%{ERASED[4:]}'")

    def timed(self, *arguments: str) -> tuple[str, float]:
        began = time.monotonic()
        return self.place.run(*arguments), time.monotonic() - began

    def opened(self):
        """The server, or None where an unfinished restore keeps it out. What a killed restore had under way in the database may still
        end by itself: the server waits for it, and where it was first, the restore undoes itself."""
        try:
            return self.place.start("serve", "--queues", "none")
        except RuntimeError as error:
            if "was begun and has not finished" not in str(error):
                self.problems.append(f"after a killed restore: {error}")
            return None

    def counts(self) -> list[str]:
        return self.place.psql("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in COUNTED))[0]

    def fill(self, messages: int) -> None:
        """Ten messages a conversation, a conversation a customer, by SQL."""
        shop, people = Shop(self.place, free_port(), slug="drill"), max(1, messages // 10)
        contact, conversation = ("('00000000-0000-7000-%s-' || lpad((1 + i %% %d)::text, 12, '0'))::uuid" % (part, people) for part in ("9000", "a000"))
        self.place.psql(f"""
            SET session_replication_role = replica;
            INSERT INTO contacts (tenant_id, id, name, phone)
              SELECT '{shop.id}', {contact}, 'Cliente ' || i, '+551198' || lpad(i::text, 7, '0') FROM generate_series(0, {people - 1}) i;
            INSERT INTO conversations (tenant_id, id, account_id, customer_id, customer_name, channel_type, status, last_message_at)
              SELECT '{shop.id}', {conversation}, '{shop.account}', {contact}, 'Cliente ' || i, 'whatsapp', 'resolved', now() - i * interval '20 s'
              FROM generate_series(0, {people - 1}) i;
            INSERT INTO messages (tenant_id, conversation_id, account_id, direction, sender_type, content, external_id, sent_at)
              SELECT '{shop.id}', {conversation}, '{shop.account}', 'inbound', 'customer',
                'Oi, o pedido ' || i || ' ainda não chegou. Qual o prazo de entrega para ' ||
                (ARRAY['Curitiba','Salvador','Recife','Manaus','Porto Alegre'])[1 + i % 5] || '? ' || md5(i::text),
                'wamid.drill.' || i, now() - i * interval '2 s'
              FROM generate_series(1, {messages}) i""")
        folder = self.place.data / f"media/{shop.id}/ab"
        folder.mkdir(parents=True, mode=0o700)
        for index in range(20):
            (folder / f"{shop.id}-{index}").write_bytes(os.urandom(100_000))
