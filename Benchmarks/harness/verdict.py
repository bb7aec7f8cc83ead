"""Compares what was acknowledged, stored, answered and sent."""
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from .installation import Installation, Shop


@dataclass
class Verdict:
    name: str
    figures: dict = field(default_factory=dict)
    #: What must not be, and how often it was.
    violations: dict = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not any(self.violations.values())

    def line(self) -> str:
        """For a run where only what is wrong needs many words."""
        told = ("kills", "terminated", "acknowledged", "sent")
        figures = ", ".join(f"{title} {_words(self.figures[title])}" for title in told if title in self.figures)
        return f"{'ok' if self.ok else 'FAILED':6}{self.name}{': ' + figures if figures else ''}"

    def lines(self) -> list[str]:
        figures = [f"      {title:42} {_words(figure)}" for title, figure in self.figures.items()]
        broken = [f"  !!  {title:42} {count}" for title, count in self.violations.items() if count]
        kept = [f"      {title:42} 0" for title, count in self.violations.items() if not count]
        return [f"{'ok' if self.ok else 'FAILED':6}{self.name}", *figures, *kept, *broken]


def _words(figure: object) -> str:
    return f"{figure:,}" if isinstance(figure, int) else str(figure)


class Evidence:
    """What the database and the provider know when all is done."""

    def __init__(self, place: Installation, shop: Shop, record: Path):
        self.place, self.shop = place, shop
        self.inbound: Counter[str] = Counter()
        self.conversation: dict[str, str] = {}
        for external, conversation in place.psql(
                f"SELECT external_id, conversation_id FROM messages WHERE tenant_id = '{shop.id}' AND direction = 'inbound'"):
            self.inbound[external] += 1
            self.conversation[external] = conversation
        #: Outbox rows of each conversation: id, state, what the shop sees of its delivery.
        self.answers: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for conversation, id, state, delivery in place.psql(
                f"""SELECT o.conversation_id, o.id, o.state, m.delivery_status FROM outbox o
                    JOIN messages m ON m.tenant_id = o.tenant_id AND m.id = o.message_id WHERE o.tenant_id = '{shop.id}'"""):
            self.answers[conversation].append((id, state, delivery))
        lines = record.read_text().splitlines() if record.exists() else []
        self.sends = Counter(json.loads(line.split("\t", 1)[1]).get("biz_opaque_callback_data") for line in lines)

    def judge(self, name: str, acks: Path) -> Verdict:
        """One fault: the messages that were acknowledged during it, each from another customer."""
        acknowledged = set(acks.read_text().split())
        stored = acknowledged & set(self.inbound)
        answers = {external: self.answers[self.conversation[external]] for external in stored}
        rows = [row for each in answers.values() for row in each]
        states = Counter(state for _, state, _ in rows)
        sent = [row for row in rows if row[0] in self.sends]
        return Verdict(
            name,
            figures={
                "acknowledged": len(acknowledged), "stored": len(stored), "answered": len(rows), "sent": len(sent),
                "delivered, by the provider's report": sum(delivery == "delivered" for _, _, delivery in rows),
                # The provider has no idempotency key: what may have been sent is left to a person, and marked so.
                "not sent, and marked as uncertain": states["unknown"]},
            violations={
                "acknowledged and lost": len(acknowledged - stored),
                "stored twice": sum(self.inbound[external] > 1 for external in stored),
                "sent twice": sum(self.sends[id] > 1 for id, _, _ in rows),
                "answered twice": sum(len(each) > 1 for each in answers.values()),
                "never answered": sum(not each for each in answers.values()),
                "called sent and not sent": sum(state == "accepted" and id not in self.sends for id, state, _ in rows),
                "sent, reported and still uncertain": sum(state != "accepted" for _, state, _ in sent),
                "forgotten in the outbox": states["pending"] + states["sending"],
                "given up": states["failed"],
            })

    def afterwards(self) -> Verdict:
        """What concerns all faults together."""
        known = {id for each in self.answers.values() for id, _, _ in each}
        shop = f"tenant_id = '{self.shop.id}'"

        def count(sql: str) -> int:
            return int(self.place.value(sql.replace("THIS_SHOP", shop)))

        return Verdict(
            "afterwards",
            violations={
                "sent unasked": sum(times for id, times in self.sends.items() if id not in known),
                "contacts doubled": count(
                    "SELECT count(*) FROM (SELECT FROM contacts WHERE THIS_SHOP GROUP BY phone HAVING count(*) > 1) doubled"),
                "conversations doubled": count(
                    "SELECT count(*) FROM (SELECT FROM conversations WHERE THIS_SHOP GROUP BY customer_id HAVING count(*) > 1) doubled"),
                "webhooks left unread": count("SELECT count(*) FROM webhook_events WHERE THIS_SHOP AND state = 'pending'"),
                "webhooks not understood": count("SELECT count(*) FROM webhook_events WHERE THIS_SHOP AND state IN ('failed', 'ignored')"),
                "jobs left": count("SELECT count(*) FROM jobs WHERE THIS_SHOP"),
                "jobs given up": count("SELECT count(*) FROM jobs_dead WHERE THIS_SHOP"),
            })
