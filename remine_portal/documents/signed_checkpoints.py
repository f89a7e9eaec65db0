"""Which checkpoints the register's key has signed: none that contradicts them is signed again."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from remine_portal.domain.errors import Refusal
from remine_portal.domain.notes import to_base64
from remine_portal.domain.register import Checkpoint


class CheckpointRefused(Exception):
    """Signing this would break the promise that the register is only ever added to."""


@dataclass(frozen=True)
class SignedCheckpoints:
    """The largest checkpoint of each register, in a file that is written before it is signed."""

    path: Path
    _one_at_a_time: Lock = field(default_factory=Lock)

    def promise(self, body: bytes) -> None:
        """Refuses what is no checkpoint, a smaller one, and another root for the same size."""
        try:
            checkpoint = Checkpoint.read(body.decode())
        except (Refusal, UnicodeDecodeError):
            raise CheckpointRefused("the register's key signs checkpoints only") from None
        root = to_base64(checkpoint.root)
        with self._one_at_a_time:
            promised = json.loads(self.path.read_text()) if self.path.exists() else {}
            size, known = promised.get(checkpoint.origin, (-1, ""))
            if checkpoint.size < size:
                raise CheckpointRefused(f"size {checkpoint.size} is behind {size}")
            if checkpoint.size == size and root != known:
                raise CheckpointRefused(f"another root for size {size}")
            if checkpoint.size > size:
                promised[checkpoint.origin] = [checkpoint.size, root]
                self._write(json.dumps(promised))

    def _write(self, content: str) -> None:
        descriptor, name = tempfile.mkstemp(dir=self.path.parent)
        with os.fdopen(descriptor, "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self.path)
