"""What we mail aiosmtpd receives, with TLS and AUTH; what smtplib mails our sink receives."""
import datetime
import ipaddress
import smtplib
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

MAIL = {
    "from": {"name": "Loja São João", "address": "sac@loja.com.br"}, "to": [{"name": "Ana", "address": "ana@example.com"}],
    "subject": "Pedido nº 12 chegou", "text": "Olá, Ana.\n.linha com ponto\n..dois pontos\nfim 👋", "html": "<p>Olá, <b>Ana</b></p>",
    "attachments": [{"name": "nota nº 12.pdf", "type": "application/pdf", "data": "JVBERi0xLjQ="}],
}


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True).sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem = made.public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, pem.decode()


class Mailbox:
    def __init__(self):
        self.taken, self.users = [], []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content, session.ssl is not None))
        return "250 2.0.0 queued"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("unknown"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    def authenticate(self, server, session, envelope, mechanism, data):
        good = data.login == b"loja" and data.password == "café ☕".encode()
        self.users.append((mechanism, good))
        return AuthResult(success=good, handled=False)


class OnAnyPort(Controller):
    """Their controller greets itself once it listens; the port is known only then."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture(params=["starttls", "implicit"])
def server(request, certificate):
    context, pem = certificate
    mailbox = Mailbox()
    options = dict(authenticator=mailbox.authenticate, auth_required=True, decode_data=False)
    if request.param == "implicit":
        # Their server does not count TLS from the first byte as TLS.
        controller = OnAnyPort(mailbox, hostname="127.0.0.1", port=0, ssl_context=context, auth_require_tls=False, **options)
    else:
        controller = OnAnyPort(mailbox, hostname="127.0.0.1", port=0, tls_context=context, require_starttls=True, **options)
    controller.start()
    mailbox.port = controller.port
    mailbox.security, mailbox.roots = request.param, pem
    yield mailbox
    controller.stop()


def send(ours, server, mail=MAIL, **changes):
    arguments = dict(host="127.0.0.1", port=server.port, security=server.security, user="loja", password="café ☕", roots=server.roots, email=mail)
    return ours("smtp_send", **{**arguments, **changes})


def test_aiosmtpd_receives_what_we_mail(ours, server):
    assert send(ours, server) == {"id": "interop@loja.com.br", "refused": []}
    sender, recipients, content, _ = server.taken[0]
    assert sender == "sac@loja.com.br" and recipients == ["ana@example.com"] and server.users == [("PLAIN", True)]
    message = message_from_bytes(content, policy=policy.default)
    assert message["Subject"] == MAIL["subject"] and str(message["From"]) == "Loja São João <sac@loja.com.br>"
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n") == MAIL["text"]
    assert message.get_body(("html",)).get_content().strip() == MAIL["html"]
    (file,) = message.iter_attachments()
    assert file.get_filename() == "nota nº 12.pdf" and file.get_content() == b"%PDF-1.4"
    assert not [defect for part in message.walk() for defect in part.defects]


def test_a_wrong_password_is_told_as_such(ours, server):
    assert send(ours, server, password="errada")["next"] == "reauth"
    assert server.taken == []


def test_an_unknown_recipient_is_refused_for_good(ours, server):
    answer = send(ours, server, {**MAIL, "to": [{"address": "unknown@example.com"}]})
    assert answer == {"error": "5.1.1", "next": "permanent"}


def test_a_certificate_nobody_vouches_for_gets_no_password(ours, server):
    answer = send(ours, server, roots=None)
    assert answer["error"] == "tls_failed" and server.users == [] and server.taken == []


@pytest.mark.parametrize("security", ["starttls", "implicit"])
def test_our_sink_receives_what_smtplib_mails(ours, security, tmp_path):
    started = ours("smtp_start", security=security)
    context = ssl.create_default_context(cadata=started["roots"])
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "loja@loja.com.br", "ana@example.com", "Olá, ção"
    message.set_content(".ponto\n..dois\nfim é\n")
    if security == "implicit":
        client = smtplib.SMTP_SSL("127.0.0.1", started["port"], context=context)
    else:
        client = smtplib.SMTP("127.0.0.1", started["port"])
        client.starttls(context=context)
    with client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("loja", "errada")
        client.login("loja", "segredo-da-loja")
        client.send_message(message)
    (letter,) = ours("smtp_letters")["letters"]
    assert letter == {
        "from": "loja@loja.com.br", "to": ["ana@example.com"], "user": "loja", "encrypted": True, "subject": "Olá, ção", "text": ".ponto\n..dois\nfim é"}
