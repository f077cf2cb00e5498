"""Frames of the session protocol (docs/protocol.md)."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike, fspath
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import InputError

Array = npt.NDArray[Any]

MAGIC = b"P4J1"
PREAMBLE = struct.Struct("<4sIQ")
KINDS = ("float32", "float64", "int32", "int64", "uint8", "int8", "bool")
_DTYPES = {name: np.dtype(name).newbyteorder("<") for name in KINDS}
_to_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_from_json = json.JSONDecoder().decode


def to_array(name: str, value: npt.ArrayLike) -> Array:
    """Returns a value as an array that a frame can carry, without a change of its values."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise InputError(f"{name}: {error}") from error
    if array.dtype.name in _DTYPES:
        return np.ascontiguousarray(array, dtype=_DTYPES[array.dtype.name]).reshape(array.shape)
    if array.dtype.kind == "f":
        return array.astype("<f4" if array.dtype.itemsize < 4 else "<f8", order="C")
    if array.dtype.kind in "iu" and np.can_cast(array.dtype, np.int64):
        return array.astype("<i8", order="C")
    raise InputError(f"{name}: must be an array of numbers, not of {array.dtype}")


def plain(name: str, value: Any) -> Any:
    """Returns a value of a key as JSON knows it: NumPy's numbers and arrays, tuples, ranges and paths are changed."""
    if isinstance(value, Mapping):
        return {str(key): plain(f"{name}.{key}", item) for key, item in value.items()}
    if isinstance(value, (np.ndarray, np.generic)):
        value = value.tolist()
    if isinstance(value, PathLike):
        return str(fspath(value))
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if value - value != 0:
            raise InputError(f"{name} = {value}: must be a finite number")
        return value
    if isinstance(value, Iterable):
        return [plain(name, item) for item in value]
    raise InputError(f"{name}: can't be given to PAL4J as it is a {type(value).__name__}")


def encode(head: Mapping[str, Any], arrays: Mapping[str, Array] | None = None) -> list[bytes | memoryview]:
    """Returns the pieces of a frame, to be written one after the other."""
    if not arrays:
        text = _to_json(head).encode()
        return [PREAMBLE.pack(MAGIC, len(text), 0) + text]
    pieces: list[bytes | memoryview] = []
    listed = []
    size = 0
    for name, array in arrays.items():
        listed.append({"name": name, "dtype": array.dtype.name, "shape": array.shape})
        padding = -array.nbytes % 8
        size += array.nbytes + padding
        if array.nbytes:
            pieces.append(array.reshape(-1).view(np.uint8).data)
        if padding:
            pieces.append(bytes(padding))
    text = _to_json({**head, "arrays": listed}).encode()
    start = PREAMBLE.pack(MAGIC, len(text), size) + text
    if size <= 4096:
        return [b"".join([start, *pieces])]
    return [start, *pieces]


def head_of(text: bytes | memoryview) -> dict[str, Any]:
    """Reads the head of a frame."""
    head = _from_json(str(text, "utf-8"))
    if not isinstance(head, dict):
        raise ValueError("the head of a frame is no object")
    return head


def arrays_of(listed: Sequence[Mapping[str, Any]], body: bytearray | bytes, start: int = 0) -> dict[str, Array]:
    """Returns the arrays of a body. They share its memory."""
    arrays = {}
    for one in listed:
        shape = tuple(one["shape"])
        dtype = _DTYPES[one["dtype"]]
        count = 1
        for length in shape:
            count *= length
        arrays[one["name"]] = np.frombuffer(body, dtype, count, start).reshape(shape)
        start += -(-count * dtype.itemsize // 8) * 8
    return arrays
