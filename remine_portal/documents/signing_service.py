"""The signing process itself: it holds the keys under a user of its own, and needs no database.

    python -m remine_portal.documents.signing_service serve --keys DIR --socket PATH --allow-uid N

The kernel says which user calls, and callers who are not allowed get no answer (QUALITY.md item
64). What an allowed caller can do is bounded: requests have a largest size and a time, a key signs
for its own use only, and the register's key keeps the promise of the register, whatever the portal
asks: no checkpoint behind or beside one that it has signed before (C2SP tlog-checkpoint). The key
for packs signs nothing that does not begin as a manifest.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import pwd
import signal
import socket
import socketserver
import struct
import sys
from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography import x509

from remine_portal.documents.certificate_chain import CertificateRefused
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Use, key_entry
from remine_portal.documents.pack_manifest import PREFIX
from remine_portal.documents.signed_checkpoints import CheckpointRefused, SignedCheckpoints
from remine_portal.documents.signing_process import ANSWER_WITHIN_SECONDS, LONGEST_LINE

CREDENTIALS = struct.Struct("3i")
"""The kernel's process, user and group of a caller (SO_PEERCRED in unix(7))."""

log = logging.getLogger("remine.signing")


class BadRequest(ValueError):
    """No request that this process knows."""


class SigningService(socketserver.ThreadingUnixStreamServer):
    """Answers on a socket until it is told to end."""

    daemon_threads = True

    def __init__(self, path: Path, keys: KeyFolder, allowed: Sequence[int]) -> None:
        self.keys, self.allowed = keys, frozenset(allowed)
        self.checkpoints = SignedCheckpoints(keys.path / "signed-checkpoints.json")
        _make_way(path)
        super().__init__(str(path), _Conversation)
        path.chmod(0o666)  # whoever may call is decided by who they are

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Whether the kernel names an allowed user as the caller."""
        said = request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size)
        process, uid, _group = CREDENTIALS.unpack(said)
        if uid not in self.allowed:
            log.warning("process %s of user %s is not allowed to call", process, uid)
        return uid in self.allowed

    def answer(self, line: bytes) -> dict[str, Any]:
        """The answer to one request."""
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                raise BadRequest("no object")
            if set(request) == {"published"}:
                published = self.keys.published(Use(request["published"]))
                return {"keys": [key_entry(key) for key in published]}
            if set(request) != {"use", "data"}:
                raise BadRequest("neither published nor use and data")
            use, data = Use(request["use"]), b64decode(request["data"], validate=True)
            return {"signature": b64encode(self._sign(use, data)).decode()}
        except (ValueError, TypeError, RecursionError, OSError, CheckpointRefused) as error:
            log.warning("refused: %s", error)
            return {"refused": str(error)}

    def _sign(self, use: Use, data: bytes) -> bytes:
        if use is Use.REGISTER:
            self.checkpoints.promise(data)
        if use is Use.PACK and not data.startswith(PREFIX):
            raise BadRequest("the key for packs signs manifests only")
        signature = self.keys.sign(use, data)
        log.info("signed %s bytes for the %s", len(data), use)
        return signature


class _Conversation(socketserver.StreamRequestHandler):
    timeout = ANSWER_WITHIN_SECONDS
    server: SigningService

    def handle(self) -> None:
        try:
            line = self.rfile.readline(LONGEST_LINE + 1)
            if len(line) > LONGEST_LINE or not line.endswith(b"\n"):
                answer: dict[str, Any] = {"refused": "a line too long, or cut off"}
            else:
                answer = self.server.answer(line)
            self.wfile.write(json.dumps(answer).encode() + b"\n")
        except OSError as error:
            log.warning("a caller has gone or says nothing: %s", error)


def _make_way(path: Path) -> None:
    """A socket that nobody answers is left over from a process that was killed."""
    if not path.is_socket():
        return
    with socket.socket(socket.AF_UNIX) as other:
        if other.connect_ex(str(path)) == 0:
            raise SystemExit(f"Another signing process answers at {path}.")
    path.unlink()


def main(words: Sequence[str] | None = None) -> None:
    """The command line of the signing process."""
    arguments = _arguments(words)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    os.umask(0o077)
    keys = KeyFolder(arguments.keys)
    try:
        if arguments.command == "serve":
            _serve(arguments.socket, keys, arguments.allow_uid)
        else:
            sys.stdout.write(_change(keys, arguments))
    except CertificateRefused as refusal:
        raise SystemExit(str(refusal)) from None


def _change(keys: KeyFolder, arguments: argparse.Namespace) -> str:
    """What a ceremony does, and says: nothing of it needs a restart."""
    if arguments.command == "request":
        return keys.request_certificate(arguments.subject).decode()
    if arguments.command == "certify":
        new = keys.certify(arguments.chain.read_bytes())
    else:
        new = keys.rotate(arguments.use)
    return f"{new.key_id} signs from now on.\n"


def _serve(path: Path, keys: KeyFolder, allowed: Sequence[int]) -> None:
    for use in Use:
        log.info("%s is the key for the %s", keys.published(use)[0].key_id, use)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with SigningService(path, keys, allowed) as service:
        log.info("listening at %s for users %s", path, list(allowed))
        try:
            service.serve_forever()
        except KeyboardInterrupt:
            log.info("interrupted")
        finally:
            path.unlink(missing_ok=True)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="signing_service", description="Hold keys, and sign.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="answer on a socket")
    serve.add_argument("--socket", type=Path, required=True, metavar="PATH")
    serve.add_argument(
        "--allow-uid",
        type=_user,
        action="append",
        required=True,
        metavar="USER",
        help="a user, by name or number, who may ask for signatures; repeat for several",
    )
    rotate = commands.add_parser("rotate", help="let a new key sign")
    rotate.add_argument("use", type=Use, choices=list(Use), metavar="|".join(Use))
    request = commands.add_parser("request", help="ask an authority to certify a new document key")
    request.add_argument("subject", type=x509.Name.from_rfc4514_string, metavar="CN=…,O=…,C=JP")
    certify = commands.add_parser("certify", help="let the new document key sign")
    certify.add_argument("chain", type=Path, metavar="CHAIN.pem", help="its own first, root last")
    for command in (serve, rotate, request, certify):
        command.add_argument("--keys", type=Path, required=True, metavar="DIR")
    return parser.parse_args(words)


def _user(named: str) -> int:
    return int(named) if named.isdecimal() else pwd.getpwnam(named).pw_uid


if __name__ == "__main__":
    main()
