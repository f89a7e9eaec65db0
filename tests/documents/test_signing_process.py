"""A real signing process behind a real socket, asked by the portal and by others."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import NoSigningService, Use, is_signed_by
from remine_portal.documents.signing_process import LONGEST_LINE, SigningProcess, SigningRefused
from remine_portal.domain.register import Checkpoint

SERVICE = [sys.executable, "-m", "remine_portal.documents.signing_service"]
SOMEBODY_ELSE = os.getuid() + 1
ROOT, OTHER_ROOT = bytes(32), bytes([1] * 32)


@contextmanager
def serving(folder: Path, *allowed: int) -> Iterator[SigningProcess]:
    path = folder / "socket"
    users = [word for uid in allowed for word in ("--allow-uid", str(uid))]
    process = subprocess.Popen(
        [*SERVICE, "serve", "--keys", str(folder / "keys"), "--socket", str(path), *users],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        while "listening" not in (said := process.stderr.readline()):
            assert said, "it has ended"
        yield SigningProcess(path)
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="module")
def folder():
    """Short, because a socket's path is."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture(scope="module")
def process(folder):
    with serving(folder, os.getuid()) as process:
        yield process


def asked(process: SigningProcess, line: bytes) -> dict:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(20)
        connection.connect(str(process.socket_path))
        connection.sendall(line)
        with connection.makefile() as answer:
            return json.loads(answer.readline())


def checkpoint(size: int, root: bytes = ROOT, origin: str = "remine.example/register") -> bytes:
    return Checkpoint(origin, size, root).body().encode()


@pytest.mark.parametrize("use", [Use.DOCUMENT, Use.CREDENTIAL])
def test_it_signs_with_the_key_that_it_publishes(process, use):
    key, *_ = process.published(use)

    assert is_signed_by(key, process.sign(use, b"to be signed"), b"to be signed")


def test_what_it_publishes_is_what_its_folder_holds(process, folder):
    assert process.published(Use.DOCUMENT) == KeyFolder(folder / "keys").published(Use.DOCUMENT)


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"nonsense\n",
        b"[]\n",
        b"7\n",
        b"{}\n",
        b'{"use": "document"}\n',
        b'{"use": "document", "data": 7}\n',
        b'{"use": "document", "data": "not base64!"}\n',
        b'{"use": "document", "data": "AAAA", "more": 1}\n',
        b'{"use": "everything", "data": "AAAA"}\n',
        b'{"published": ["document"]}\n',
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
    ],
    ids=range(13),
)
def test_bad_requests_are_refused_and_survived(process, line):
    assert set(asked(process, line)) == {"refused"}
    assert process.sign(Use.DOCUMENT, b"still here")


def test_a_request_without_end_is_refused(process):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(process.socket_path))
        connection.sendall(b"x" * (LONGEST_LINE + 1))
        with connection.makefile() as answer:
            assert "too long" in answer.readline()


def test_a_caller_who_says_nothing_keeps_nobody_waiting(process):
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(process.socket_path))

        assert process.sign(Use.DOCUMENT, b"meanwhile")


def test_another_user_gets_no_answer(tmp_path):
    with tempfile.TemporaryDirectory() as name, serving(Path(name), SOMEBODY_ELSE) as process:
        with pytest.raises(NoSigningService):
            process.published(Use.DOCUMENT)
        with pytest.raises(NoSigningService):
            process.sign(Use.DOCUMENT, b"please")


def test_the_register_key_signs_checkpoints_that_grow(process):
    for size in (3, 7, 7, 12):
        key, *_ = process.published(Use.REGISTER)
        body = checkpoint(size).replace(b"remine.example", b"growing.example")

        assert is_signed_by(key, process.sign(Use.REGISTER, body), body)


@pytest.mark.parametrize(
    "body",
    [
        checkpoint(19),
        checkpoint(20, OTHER_ROOT),
        b"any other text\n",
        b"remine.example/register\n21\n" + b"AAAA\n",
        checkpoint(21) + b"an extension line\n",
        b"\xff\n",
    ],
    ids=["behind", "beside", "no checkpoint", "no root", "more lines", "no text"],
)
def test_the_register_key_breaks_no_promise(process, body):
    process.sign(Use.REGISTER, checkpoint(20))

    with pytest.raises(SigningRefused):
        process.sign(Use.REGISTER, body)
    assert process.sign(Use.REGISTER, checkpoint(20))


def test_the_key_for_packs_signs_manifests_only(process):
    manifest = b'{"about":"remine-pack-manifest/1","as_of":"2026-11-23"}'
    key, *_ = process.published(Use.PACK)

    assert is_signed_by(key, process.sign(Use.PACK, manifest), manifest)
    for other in (b"any other text", b" " + manifest, checkpoint(1), b""):
        with pytest.raises(SigningRefused):
            process.sign(Use.PACK, other)


def test_the_manifest_of_a_large_pack_is_no_line_too_long(process):
    manifest = b'{"about":"remine-pack-manifest/1",' + b"x" * 4_500_000

    assert process.sign(Use.PACK, manifest)


def test_the_promise_outlives_the_process_and_a_rotation():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving(folder, os.getuid()) as process:
            process.sign(Use.REGISTER, checkpoint(20))
        KeyFolder(folder / "keys").rotate(Use.REGISTER)

        with serving(folder, os.getuid()) as process, pytest.raises(SigningRefused):
            process.sign(Use.REGISTER, checkpoint(19))


def test_another_register_has_a_promise_of_its_own(process):
    process.sign(Use.REGISTER, checkpoint(5, origin="one.example/register"))

    assert process.sign(Use.REGISTER, checkpoint(2, origin="two.example/register"))


def test_a_rotation_needs_no_restart(process, folder):
    before = process.published(Use.CREDENTIAL)[0]
    subprocess.run(
        [*SERVICE, "rotate", "credential", "--keys", str(folder / "keys")],
        check=True,
        capture_output=True,
    )

    newest, older = process.published(Use.CREDENTIAL)
    assert older.key_id == before.key_id
    assert is_signed_by(newest, process.sign(Use.CREDENTIAL, b"new"), b"new")


def test_where_nobody_answers_nothing_is_issued(tmp_path):
    with pytest.raises(NoSigningService, match="nothing has been issued"):
        SigningProcess(tmp_path / "nowhere").sign(Use.DOCUMENT, b"please")


@pytest.mark.parametrize(
    "answer",
    [b"", b"hello\n", b"7\n", b"{}\n", b'{"signature": 7}\n', b'{"signature": "AA'],
    ids=range(6),
)
def test_an_answer_that_is_none_is_no_signature(answer):
    with tempfile.TemporaryDirectory() as name, socket.socket(socket.AF_UNIX) as impostor:
        path = Path(name) / "socket"
        impostor.bind(str(path))
        impostor.listen()
        with ThreadPoolExecutor(1) as thread:
            thread.submit(answer_once, impostor, answer)

            with pytest.raises(NoSigningService):
                SigningProcess(path).sign(Use.DOCUMENT, b"please")


def answer_once(impostor: socket.socket, answer: bytes) -> None:
    connection, _ = impostor.accept()
    with connection:
        connection.recv(LONGEST_LINE)
        connection.sendall(answer)


def test_two_processes_do_not_share_a_socket(process, folder):
    second = subprocess.run(
        [
            *(*SERVICE, "serve", "--keys", str(folder / "keys")),
            *("--socket", str(process.socket_path), "--allow-uid", "0"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert second.returncode == 1
    assert "Another signing process answers" in second.stderr
    assert process.sign(Use.DOCUMENT, b"still the first")


def test_the_socket_of_a_process_that_was_killed_is_no_obstacle():
    with tempfile.TemporaryDirectory() as name:
        with socket.socket(socket.AF_UNIX) as killed:
            killed.bind(str(Path(name) / "socket"))

        with serving(Path(name), os.getuid()) as process:
            assert process.sign(Use.DOCUMENT, b"anew")
