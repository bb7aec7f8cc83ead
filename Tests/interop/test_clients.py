"""Clients other people wrote send through our pretend providers."""
import httpx
import pytest
import resend
from pywa import WhatsApp
from pywa.types import Button, SectionList, Section, SectionRow


@pytest.fixture(scope="module")
def meta(ours):
    return ours("meta_start")


@pytest.fixture
def pywa(meta):
    session = httpx.Client()
    client = WhatsApp(phone_id=meta["phone_number_id"], token=meta["token"], session=session)
    session.base_url = f"{meta['url']}/v23.0"
    return client


def test_pywa_sends_text_buttons_and_lists_through_our_meta(ours, pywa):
    pywa.send_message(to="5511987654321", text="Olá 👋")
    pywa.send_message(to="5511987654321", text="Confirma?", buttons=[Button("Sim", callback_data="s"), Button("Não", callback_data="n")])
    pywa.send_message(
        to="5511987654321", text="Escolha",
        buttons=SectionList("Ver", sections=[Section(title="A", rows=[SectionRow(title="Um", callback_data="1")])]))
    sent = ours("meta_sent")["sent"]
    assert [item["body"]["type"] for item in sent] == ["text", "interactive", "interactive"]
    assert sent[0]["body"]["text"]["body"] == "Olá 👋" and sent[0]["to"] == "5511987654321"


def test_pywa_understands_the_errors_of_our_meta(pywa):
    from pywa.errors import WhatsAppError

    with pytest.raises(WhatsAppError):
        pywa.send_message(to="5511987654321", text="x" * 5_000)


def test_resends_own_client_sends_through_our_resend(ours, monkeypatch):
    started = ours("resend_start")
    monkeypatch.setattr(resend, "api_key", started["key"])
    monkeypatch.setattr(resend, "api_url", started["url"])
    mail = {"from": "Loja <sac@loja.com.br>", "to": ["ana@example.com"], "subject": "Olá", "text": "ção", "tags": [{"name": "outbox", "value": "1"}]}
    first = resend.Emails.send(mail, {"idempotency_key": "k1"})
    assert resend.Emails.send(mail, {"idempotency_key": "k1"})["id"] == first["id"]
    assert [item["body"]["subject"] for item in ours("resend_sent")["sent"]] == ["Olá"]
    with pytest.raises(resend.exceptions.ResendError):
        resend.Emails.send({**mail, "from": "x@outra.com.br"})
