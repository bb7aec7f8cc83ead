"""Twilio's own validator and ours agree on what is signed."""
import hashlib
import json
from urllib.parse import urlencode

import pytest
from conftest import b64
from twilio.request_validator import RequestValidator

TOKEN = "12345"
URL = "https://mycompany.com/webhooks/twilio/loja?foo=1&bar=2"
FORM = "application/x-www-form-urlencoded"
FIELDS = [
    {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309", "To": "+18005551212"},
    {"Body": "Olá, ção 👋 a+b=c&d", "From": "+5511987654321", "Empty": ""},
    {},
]


def verify(ours, signature, body, url=URL, token=TOKEN, type=FORM):
    return ours("twilio_verify", header=signature, url=url, body=b64(body), type=type, token=token)["ok"]


@pytest.mark.parametrize("fields", FIELDS, ids=["vector", "accents", "empty"])
def test_what_twilio_signs_we_verify(ours, fields):
    validator, body = RequestValidator(TOKEN), urlencode(fields).encode()
    signature = validator.compute_signature(URL, fields)
    assert validator.validate(URL, fields, signature)
    assert verify(ours, signature, body)
    assert not verify(ours, signature, body + b"&x=1")
    assert not verify(ours, signature, body, url=URL + "3")
    assert not verify(ours, signature, body, token="12346")


def test_json_is_signed_by_its_hash_for_both(ours):
    body = json.dumps({"property": "value", "boolean": True}).encode()
    url = f"{URL}&bodySHA256={hashlib.sha256(body).hexdigest()}"
    signature = RequestValidator(TOKEN).compute_signature(url, {})
    assert RequestValidator(TOKEN).validate(url, body.decode(), signature)
    assert verify(ours, signature, body, url=url, type="application/json")
    assert not verify(ours, signature, body + b" ", url=url, type="application/json")
