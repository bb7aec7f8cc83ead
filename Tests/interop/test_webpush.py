"""What we push is decrypted by http_ece, with a VAPID token that py_vapid accepts; what pywebpush pushes our push service reads."""
import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush


def url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def point(key) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class Service:
    """A push service that keeps what it was sent."""

    def __init__(self, status=201):
        self.taken = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.taken.append((dict(self.headers), body))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.parametrize("text", ["", "Olá 👋", "x" * 3_993], ids=["empty", "short", "longest"])
def test_http_ece_decrypts_what_we_push(ours, text):
    browser, auth, vapid = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef", ours("vapid_new")
    with Service() as service:
        subscription = {"endpoint": f"{service.url}/push/1", "keys": {"p256dh": url64(point(browser)), "auth": url64(auth)}}
        assert ours("push_send", subscription=subscription, private=vapid["private"], text=text) == {"ok": True}
        headers, body = service.taken[0]
    assert http_ece.decrypt(body, private_key=browser, auth_secret=auth, version="aes128gcm") == text.encode()
    assert headers["Content-Encoding"] == "aes128gcm" and headers["TTL"] == "60" and headers["Urgency"] == "high" and headers["Topic"] == "pedido"
    # Their reader takes no blank behind the comma, which the standard's own example has.
    assert Vapid02.verify(headers["Authorization"].replace(", ", ","))
    token = dict(field.strip().split("=", 1) for field in headers["Authorization"][6:].split(","))
    claims = json.loads(base64.urlsafe_b64decode(token["t"].split(".")[1] + "=="))
    assert token["k"] == vapid["public"] and claims["aud"] == service.url and claims["sub"] == "mailto:ti@loja.com.br"


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_told_apart(ours, status):
    browser, vapid = ec.generate_private_key(ec.SECP256R1()), ours("vapid_new")
    with Service(status) as service:
        subscription = {"endpoint": f"{service.url}/push/1", "keys": {"p256dh": url64(point(browser)), "auth": url64(b"0" * 16)}}
        assert ours("push_send", subscription=subscription, private=vapid["private"], text="x")["error"] == "subscription_gone"


def test_our_push_service_reads_what_pywebpush_pushes(ours):
    ours("push_start")
    vapid = ours("vapid_new")
    subscription = ours("push_subscribe", server_key=vapid["public"])["subscription"]
    answer = webpush(subscription, "Olá 👋", vapid_private_key=vapid["private"], vapid_claims={"sub": "mailto:ti@loja.com.br"}, ttl=60)
    assert answer.status_code == 201
    assert ours("push_read")["texts"] == ["Olá 👋"]
    with pytest.raises(WebPushException):
        webpush(subscription, "x", vapid_private_key=ours("vapid_new")["private"], vapid_claims={"sub": "mailto:ti@loja.com.br"}, ttl=60)
