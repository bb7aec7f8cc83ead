"""Python's email package and ours read each other's mail."""
import base64
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from conftest import b64


@pytest.mark.parametrize("charset,cte", [
    (charset, cte) for charset in ("utf-8", "iso-8859-1", "iso-8859-15", "windows-1252") for cte in ("quoted-printable", "base64")
] + [("utf-16", "base64")])
def test_text_in_every_charset_reads_the_same(ours, charset, cte):
    message = EmailMessage()
    message["From"], message["Subject"] = "João <joao@example.com>", "Ação e reação às três"
    message.set_content("Olá, coração! Às vezes é assim.\nlinha 2", charset=charset, cte=cte)
    found = ours("mime_parse", raw=b64(message.as_bytes(policy=policy.SMTP)))
    assert found["text"] == "Olá, coração! Às vezes é assim.\nlinha 2"
    assert found["subject"] == "Ação e reação às três" and found["from"] == {"name": "João", "address": "joao@example.com"}


def test_files_with_long_and_foreign_names_read_the_same(ours):
    message = EmailMessage()
    message["From"], message["To"] = "a@example.com", "b@example.com, C <c@example.com>"
    message.set_content("veja")
    message.add_alternative("<p>veja <img src='cid:x'></p>", subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<x>")
    names = ["nota nº 12 – á é í.pdf", "ñ" * 80 + ".pdf", 'aspas "e" \\barra.pdf']
    for name in names:
        message.add_attachment(name.encode(), "application", "pdf", filename=name)
    found = ours("mime_parse", raw=b64(message.as_bytes(policy=policy.SMTP)))
    assert found["text"] == "veja" and found["to"] == ["b@example.com", "c@example.com"]
    assert [file["name"] for file in found["attachments"][1:]] == names
    assert [base64.b64decode(file["data"]).decode() for file in found["attachments"][1:]] == names


def test_subjects_folded_by_python_read_the_same(ours):
    for subject in ["ção " * 40, "x" * 300, "a é " * 60, "👋🏽 " * 30]:
        message = MIMEMultipart()
        message["From"], message["Subject"] = "a@example.com", subject.strip()
        message.attach(MIMEText("oi", "plain", "utf-8"))
        assert ours("mime_parse", raw=b64(message.as_bytes()))["subject"] == subject.strip()


def test_python_reads_what_we_build(ours):
    mail = {
        "from": {"name": "Loja, a melhor “São João”", "address": "sac@loja.com.br"}, "to": [{"name": "x" * 100, "address": "ana@example.com"}],
        "subject": ("ção 👋 " * 30).strip(), "text": "a" * 2_000 + "\n.\nfim ", "html": "<p>é</p>", "unsubscribe_url": "https://loja.com.br/u/1",
        "attachments": [
            {"name": "ñ" * 80 + ".bin", "type": "application/octet-stream", "data": b64(bytes(range(256)) * 20)},
            {"name": "logo.png", "type": "image/png", "data": b64(b"png"), "content_id": "logo"}]}
    raw = base64.b64decode(ours("mime_build", email=mail)["raw"])
    message = message_from_bytes(raw, policy=policy.default)
    assert message["Subject"] == mail["subject"]
    assert message["From"].addresses[0].display_name == mail["from"]["name"] and message["From"].addresses[0].addr_spec == "sac@loja.com.br"
    assert message["To"].addresses[0].display_name == "x" * 100
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n") == mail["text"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    files = {part.get_filename(): part.get_content() for part in message.walk() if part.get_filename()}
    assert files == {"ñ" * 80 + ".bin": bytes(range(256)) * 20, "logo.png": b"png"}
    assert not [defect for part in message.walk() for defect in part.defects]


@pytest.mark.parametrize("subject", ["oi\r\nBcc: v@example.com", "oi\nBcc: v@example.com"])
def test_no_header_is_smuggled_in(ours, subject):
    mail = {"from": {"address": "a@b.co"}, "to": [{"address": "c@d.co"}], "subject": subject, "text": ""}
    assert "headerInjection" in ours("mime_build", email=mail)["error"]
