"""Personal data through the real webhook of every channel; afterwards it stands where people work, and nowhere else."""
import hashlib
import hmac
import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request

import pytest
from conftest import Demo

# What somebody may write. Each number has right check digits, or it would be none.
WRITTEN = (
    "Meu nome é Jacira Quevedo Tavares, CPF 529.982.247-25, CNPJ da firma 11.222.333/0001-81, e-mail jacira.quevedo@correio.example, "
    "telefone (41) 98765-4321, cartão 4111 1111 1111 1111, minha chave Pix é 123e4567-e12b-42d1-a456-426655440000. "
    "Moro na Rua das Palmeiras, 1234, CEP 80010-130. Quero falar com um atendente.")
SECRET = [
    "529.982.247-25", "52998224725", "11.222.333/0001-81", "11222333000181", "jacira.quevedo@correio", "98765-4321", "41987654321",
    "4111 1111 1111 1111", "4111111111111111", "123e4567-e12b-42d1-a456-426655440000", "80010-130"]
# Names are found by the words around them, not by themselves: nothing that is not about content may hold one.
NAMES = ["Jacira", "Quevedo", "Palmeiras"]
# New people, each with an address that a channel knows them by.
PHONE, MAIL = "+55 41 98111-2233", "ulisses.bragantino@correio.example"
ADDRESSES = ["981112233", "98111-2233", "ulisses.bragantino", "Bragantino"]


class Browser:
    """Somebody signed in: cookies, and the token that forms carry."""

    def __init__(self, demo: Demo):
        self.base, self.csrf = demo.url, ""
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def open(self, path: str, form: dict | None = None) -> str:
        data = urllib.parse.urlencode({"_csrf": self.csrf} | form).encode() if form is not None else None
        request = urllib.request.Request(self.base + path, data=data, headers={"Accept": "text/html", "Origin": self.base})
        with self.opener.open(request, timeout=30) as answer:
            text, self.place = answer.read().decode(), answer.geturl().removeprefix(self.base)
        if found := re.search(r'name="csrf-token" content="([^"]*)"', text):
            self.csrf = found[1]
        return text

    def sign_in(self, login: dict) -> None:
        self.csrf = re.search(r'name="_csrf" value="([^"]*)"', self.open("/sign-in"))[1]
        self.open("/sign-in", {"email": login["email"], "password": login["password"], "next": "/support"})


def meta_webhook(demo: Demo, channel: dict, messages: list, statuses: list = ()) -> int:
    value = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "1", "phone_number_id": channel["phone_number_id"]},
             "contacts": [{"profile": {"name": "Jacira Quevedo"}, "wa_id": "5541987654321"}]}
    value |= {"messages": messages} if messages else {"statuses": list(statuses)}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}).encode()
    signature = "sha256=" + hmac.new(channel["app_secret"].encode(), body, hashlib.sha256).hexdigest()
    return post(demo.url + "/webhooks/meta", body, {"X-Hub-Signature-256": signature})


def post(url: str, body: bytes, headers: dict) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"} | headers), timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture(scope="module")
def shop():
    """Every channel has been written to, answered with errors, and sent what nobody understands."""
    demo = Demo(LOG_LEVEL="trace", LOG_FORMAT="json")
    try:
        report = demo.describe()
        browser = Browser(demo)
        browser.sign_in(next(login for login in report["logins"] if login["role"] == "owner"))
        accounts = demo.sql("SELECT id, provider, channel_type FROM channel_accounts WHERE base_url IS NOT NULL AND removed_at IS NULL ORDER BY 1")
        written = []
        for account, provider, channel_type in accounts:
            try:
                browser.open(f"/simulator/{account}")
            except urllib.error.HTTPError as error:
                assert error.code == 404, "an account that no pretend provider stands behind"
                continue
            places = [browser.place]
            browser.open("/simulator/customers", {
                "account": account, "name": "Ulisses Bragantino",
                "address": MAIL if channel_type == "email" else "ulisses.bragantino" if channel_type in ("instagram", "messenger") else PHONE})
            places.append(browser.place)
            for place in places:
                if "problem=" in place:
                    continue
                for fault in ("failed", "token"):
                    try:
                        browser.open(f"{place}/fault", {"fault": fault})
                        break
                    except urllib.error.HTTPError:
                        pass
                browser.open(f"{place}/send", {"text": WRITTEN, "subject": "CPF 529.982.247-25"})
            written.append((provider, channel_type))
        channel = report["channels"][0]
        broken = {"from": "5541987654321", "id": "wamid.broken", "timestamp": "x", "type": "text", "text": {"body": WRITTEN}}
        unknown = {"from": "5541987654321", "id": "wamid.unknown", "timestamp": "1790000000", "type": "hologram", "hologram": {"words": WRITTEN}}
        assert meta_webhook(demo, channel, [broken, unknown, "CPF 529.982.247-25"]) == 200
        assert meta_webhook(demo, channel, [], [{"id": "wamid.x", "status": "failed", "timestamp": "1790000000", "recipient_id": "5541987654321",
                                                 "errors": [{"code": 131026, "title": WRITTEN, "message": WRITTEN, "error_data": {"details": WRITTEN}}]}]) == 200
        for path in ("/webhooks/meta", "/webhook/whaticket", "/webhooks/zapi/none", "/webhooks/zenvia/none", "/webhooks/twilio/none", "/webhooks/resend/none"):
            assert post(demo.url + path, json.dumps({"phone": "5541987654321", "text": WRITTEN}).encode(), {"X-Signature": "jacira.quevedo@correio.example"}) >= 400
        # A person's answers, which the pretend providers refuse in various ways.
        for (conversation,) in demo.sql("SELECT id FROM conversations WHERE last_message_at > now() - interval '1 hour' ORDER BY 1 LIMIT 40"):
            post(f"{demo.url}/api/conversations/{conversation}/messages",
                 json.dumps({"content": "Jacira Quevedo, seu CPF 529.982.247-25 foi recebido."}).encode(),
                 {"Authorization": f"Bearer {report['api_token']}", "Idempotency-Key": conversation})
        quiet = """SELECT (SELECT count(*) FROM webhook_events WHERE state = 'pending')
                        + (SELECT count(*) FROM jobs WHERE queue IN ('inbox', 'assistant', 'media') AND run_at < now())
                        + (SELECT count(*) FROM outbox WHERE state = 'sending')"""
        demo.wait(lambda: demo.sql(quiet) == [["0"]], "the end of all work")
        yield demo, browser, written
    finally:
        demo.close()


def clean(where: str, text: str, more: list[str] = ()) -> list[str]:
    found = [secret for secret in [*SECRET, *more] if secret in text]
    return [f"{where}: {secret!r} in …{text[max(0, text.index(secret) - 90):text.index(secret) + 40]}…" for secret in found]


def test_every_channel_was_written_to_and_its_words_arrived(shop):
    demo, _, written = shop
    assert len({provider for provider, _ in written}) >= 6, written
    stored = {row[0] for row in demo.sql("SELECT DISTINCT a.provider FROM messages m JOIN channel_accounts a ON a.id = m.account_id WHERE m.content LIKE '%529.982.247-25%'")}
    assert stored == {provider for provider, _ in written}


def test_logs_of_every_level_hold_neither_numbers_nor_names(shop):
    demo, _, _ = shop
    text = demo.log.read_text()
    assert '"level":"debug"' in text, "the log says too little to prove anything"
    assert not clean("log", text, NAMES + ADDRESSES)


def test_the_event_log_shows_masks(shop):
    _, browser, _ = shop
    path, seen, problems = "/settings/events", 0, []
    while path:
        page = browser.open(path)
        problems += clean(path, page)
        for href in sorted(set(re.findall(r'href="(/settings/events/[0-9a-f-]{36})"', page))):
            event = browser.open(href)
            # The page itself names the customer's contact nowhere; the body is masked.
            problems += clean(href, event)
            seen += 1
        following = re.search(r'<a class="btn" href="(/settings/events\?[^"]*)">[^<]*</a></p>\s*</div>', page)
        path = following[1].replace("&amp;", "&") if following else None
    problems += clean("dead jobs", browser.open("/settings/events/jobs"), NAMES)
    assert seen > 10
    assert not problems, "\n".join(problems)


def test_metrics_and_health_hold_nothing_of_a_person(shop):
    demo, browser, _ = shop
    for path in ("/metrics", "/healthz", "/readyz", "/status"):
        assert not clean(path, browser.open(path), NAMES + ADDRESSES), path


# Everything that is written for machines, for the audit or beside a message.
ASIDE = [
    ("webhook_events", "item_errors"), ("webhook_events", "headers"), ("outbox", "last_error"), ("outbox", "last_error_code"),
    ("messages", "failure_reason"), ("messages", "failure_code"), ("messages", "ai_context_used"), ("conversation_events", "metadata"),
    ("conversations", "handoff_summary"), ("conversations", "handoff_reason"), ("jobs", "last_error"), ("jobs_dead", "reason"),
    ("message_statuses", "error_title"), ("channel_accounts", "last_error"), ("audit_log", "payload"), ("media_files", "last_error"),
    ("service_levels", "objective")]


def test_what_is_written_beside_the_messages_is_masked(shop):
    demo, _, _ = shop
    there = {tuple(row) for row in demo.sql("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")}
    looked, problems = 0, []
    for table, column in ASIDE:
        if (table, column) not in there:
            continue
        looked += 1
        for (text,) in demo.sql(f"SELECT replace(replace(\"{column}\"::text, E'\\n', ' '), E'\\t', ' ') FROM \"{table}\" WHERE \"{column}\" IS NOT NULL"):
            problems += clean(f"{table}.{column}", text)
    assert looked > 8
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_exports_for_others_are_masked(shop, form):
    demo, _, _ = shop
    report = demo.describe()
    body = json.dumps({"number": "5541981112233", "format": form}).encode()
    request = urllib.request.Request(
        demo.url + "/api/compliance/export_data", body, {"Content-Type": "application/json", "Authorization": f"Bearer {report['api_token']}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read().decode()
    assert "conversations" in text
    assert not clean("export", text)


def test_tables_of_the_audit_and_of_the_registers_are_masked(shop):
    _, browser, _ = shop
    for path in ("/settings/audit/export", "/compliance/records/export", "/compliance/records/export?what=processors"):
        text = browser.open(path)
        assert text.count("\n") > 1, path
        assert not clean(path, text, NAMES), path
