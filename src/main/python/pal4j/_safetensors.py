"""Reads safetensors files, which hold the weights of runs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ._frames import Array
from .errors import InputError

_DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U8": "u1", "BOOL": "?"}
_NAMES = {np.dtype(kind).name: name for name, kind in _DTYPES.items()}


def load_safetensors(path: str | os.PathLike[str]) -> dict[str, Array]:
    """Returns the arrays of a file by name.

    Raises
    ------
    InputError
        If the file is damaged.
    """
    return content(Path(path).read_bytes(), str(path))[0]


def content(data: bytes, name: str) -> tuple[dict[str, Array], dict[str, str]]:
    """Returns the arrays and the metadata of a file's bytes."""
    try:
        size = int.from_bytes(data[:8], "little")
        if len(data) < 8 + size:
            raise ValueError(f"it has {len(data)} bytes, and a header of {size}")
        header = json.loads(data[8 : 8 + size])
        metadata = header.pop("__metadata__", {})
        body = memoryview(bytearray(data[8 + size :]))
        arrays = {}
        for tensor_name, tensor in header.items():
            start, end = tensor["data_offsets"]
            arrays[tensor_name] = np.frombuffer(body[start:end], _DTYPES[tensor["dtype"]]).reshape(tensor["shape"])
        return arrays, metadata
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{name}: is no complete safetensors file ({error})") from error


def encode_safetensors(arrays: Mapping[str, Array], metadata: Mapping[str, str]) -> bytes:
    """Returns the bytes of a file. Wide elements come first, so that each array is aligned."""
    header: dict[str, Any] = {"__metadata__": dict(metadata)}
    pieces = []
    start = 0
    for name, array in sorted(arrays.items(), key=lambda item: -item[1].itemsize):
        end = start + array.nbytes
        header[name] = {"dtype": _NAMES[array.dtype.name], "shape": array.shape, "data_offsets": [start, end]}
        pieces.append(array.tobytes())
        start = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *pieces])
