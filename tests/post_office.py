"""A small SMTP server that takes mails, or does what a test wants to go wrong."""

import ssl
from base64 import b64decode
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HANG_UP = "hang up"


class PostOffice(ThreadingTCPServer):
    """What it heard and took. `answers` says what it answers to a command instead of yes.

    `extensions` are what it offers; with "STARTTLS" it encrypts by its own certificate.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self, *extensions: str, certificate: Path | None = None, **answers: str) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.extensions, self.answers, self.certificate = extensions, answers, certificate
        self.heard: list[str] = []
        self.taken: list[bytes] = []
        self.thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def close(self) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()


class Conversation(StreamRequestHandler):
    """One client from its greeting to the end."""

    server: PostOffice

    def handle(self) -> None:
        self.secret = False
        with suppress(OSError):
            self.say("220 here")
            while line := self.rfile.readline():
                if not self.obey(line.decode().rstrip("\r\n")):
                    return

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.request.close()

    def obey(self, line: str) -> bool:
        verb = line.partition(" ")[0].upper()
        self.server.heard.append(f"{line} (secret)" if self.secret else line)
        answer = self.server.answers.get(verb)
        if answer:
            return answer != HANG_UP and self.say(answer)
        return getattr(self, f"do_{verb.lower()}", self.do_anything)(line)

    def do_anything(self, _line: str) -> bool:
        return self.say("250 yes")

    def do_ehlo(self, _line: str) -> bool:
        offered = [each for each in self.server.extensions if not (self.secret and "TLS" in each)]
        lines = ["here", *offered]
        return self.say(*(f"250-{each}" for each in lines[:-1]), f"250 {lines[-1]}")

    def do_starttls(self, _line: str) -> bool:
        self.say("220 go on")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server.certificate)
        self.request = context.wrap_socket(self.request, server_side=True)
        self.setup()
        self.secret = True
        return True

    def do_auth(self, line: str) -> bool:
        self.server.heard.append(b64decode(line.split(" ")[2]).decode())
        return self.say("235 welcome")

    def do_data(self, _line: str) -> bool:
        self.say("354 go on")
        letter = b"".join(iter(self.rfile.readline, b".\r\n"))
        answer = self.server.answers.get("letter", "250 taken")
        if answer == HANG_UP:
            return False
        if answer.startswith("2"):
            self.server.taken.append(letter)
        return self.say(answer)

    def do_quit(self, _line: str) -> bool:
        self.say("221 bye")
        return False

    def say(self, *lines: str) -> bool:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())
        return True


def certificate_for_localhost(folder: Path) -> Path:
    """A key and its own certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "localhost.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
