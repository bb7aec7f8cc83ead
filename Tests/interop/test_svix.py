"""Webhooks signed by the svix library are accepted by us, and ours by it."""
from datetime import datetime, timedelta, timezone

import pytest
from conftest import b64
from svix.webhooks import Webhook, WebhookVerificationError

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = '{"type":"email.received","data":{"subject":"Olá 👋"}}'


def headers(body=BODY, at=None, secret=SECRET, id="msg_1"):
    at = at or datetime.now(timezone.utc)
    return {"svix-id": id, "svix-timestamp": str(int(at.timestamp())), "svix-signature": Webhook(secret).sign(id, at, body)}


def verify(ours, headers, body=BODY, secret=SECRET):
    return ours("svix_verify", headers=headers, body=b64(body.encode()), secret=secret)["ok"]


def test_what_svix_signs_we_verify(ours):
    for body in (BODY, "", "x" * 100_000, '{"a":"\\u00e1"}'):
        assert verify(ours, headers(body), body)


def test_we_refuse_what_svix_refuses(ours):
    old = datetime.now(timezone.utc) - timedelta(minutes=6)
    early = datetime.now(timezone.utc) + timedelta(minutes=6)
    other = "whsec_" + b64(b"another secret, as long")
    for name, found in {"old": headers(at=old), "early": headers(at=early), "other secret": headers(secret=other), "other body": headers("{}")}.items():
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(BODY, found)
        assert not verify(ours, found), name


def test_one_of_several_signatures_is_enough_for_both(ours):
    found = headers()
    found["svix-signature"] = "v1,AAAA v2,zzz " + found["svix-signature"]
    Webhook(SECRET).verify(BODY, found)
    assert verify(ours, found)


def test_svix_verifies_what_our_simulator_signs(ours):
    ours("resend_start")
    signed = ours("resend_sign", body=b64(BODY.encode()))
    Webhook(signed["secret"]).verify(BODY, signed["headers"])
