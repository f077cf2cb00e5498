"""Bodies that Schemathesis does not know how to send."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/x-npy", "application/safetensors")
def send_bytes(context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
