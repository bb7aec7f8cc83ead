"""The other half of the pretend provider: it tells the server, by signed webhooks, how its messages fared."""
import hashlib
import hmac
import http.client
import json
import threading
import time
from pathlib import Path


class Deliveries(threading.Thread):
    """Reads what the pretend provider was asked to send and reports each message as sent and delivered, again and again until
    the server has acknowledged it."""

    def __init__(self, record: Path, port: int, channel: tuple[str, str]):
        super().__init__(daemon=True)
        self.record, self.port = record, port
        self.number, self.secret = channel
        #: How often a report was not acknowledged and had to be made again.
        self.repeated = 0
        self._offset = 0
        self._is_over = threading.Event()

    def run(self) -> None:
        while True:
            is_last = self._is_over.is_set()
            fresh = self._fresh()
            for start in range(0, len(fresh), 50):
                self._report(fresh[start:start + 50])
            if is_last and not fresh:
                return
            if not is_last:
                self._is_over.wait(0.1)

    def finish(self) -> None:
        """Returns when everything sent so far was reported."""
        self._is_over.set()
        self.join(timeout=120)
        if self.is_alive():
            raise RuntimeError("delivery reports are not acknowledged")

    def _fresh(self) -> list[tuple[str, str]]:
        """Message ids with what the server asked to be echoed."""
        if not self.record.exists():
            return []
        with self.record.open("rb") as lines:
            lines.seek(self._offset)
            whole = lines.read().rpartition(b"\n")[0]
        if not whole:
            return []
        self._offset += len(whole) + 1
        pairs = (line.split("\t", 1) for line in whole.decode().splitlines())
        return [(name, json.loads(body).get("biz_opaque_callback_data", "")) for name, body in pairs]

    def _report(self, sends: list[tuple[str, str]]) -> None:
        statuses = [
            {"id": name, "status": status, "timestamp": str(int(time.time())), "recipient_id": "0", "biz_opaque_callback_data": echo}
            for name, echo in sends for status in ("sent", "delivered")]
        value = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "551140028922", "phone_number_id": self.number},
                 "statuses": statuses}
        body = json.dumps({
            "object": "whatsapp_business_account", "entry": [{"id": "1029384756", "changes": [{"value": value, "field": "messages"}]}],
        }).encode()
        signature = "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        while not self._post(body, signature):
            self.repeated += 1
            time.sleep(0.05)

    def _post(self, body: bytes, signature: str) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("POST", "/webhooks/meta", body, {"Content-Type": "application/json", "X-Hub-Signature-256": signature})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
