"""Sparse files: volumes of many gigabytes that take only what was written to them."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator

SECTOR = 512


def _extents(fd: int) -> Iterator[tuple[int, int]]:
    """The written parts of a file, as (start, end) offsets in bytes."""
    size, position = os.fstat(fd).st_size, 0
    while position < size:
        try:
            start = os.lseek(fd, position, os.SEEK_DATA)
        except OSError:  # nothing but a hole follows
            return
        position = os.lseek(fd, start, os.SEEK_HOLE)
        yield start, position


def copy(source: pathlib.Path, target: pathlib.Path) -> None:
    """Make ``target`` a copy of ``source``, holes as holes."""
    with open(source, "rb") as reader, open(target, "wb") as writer:
        for start, end in _extents(reader.fileno()):
            os.lseek(writer.fileno(), start, os.SEEK_SET)
            while start < end:
                start += os.sendfile(writer.fileno(), reader.fileno(), start, end - start)
        os.ftruncate(writer.fileno(), os.fstat(reader.fileno()).st_size)


class WrittenPart:
    """A file to read that ends where the last written byte of a sparse file is.

    It has at least one sector, since Glance takes no empty image.
    """

    def __init__(self, path: pathlib.Path):
        self._file = open(path, "rb")  # noqa: SIM115 (closed by close)
        end = max((end for _, end in _extents(self._file.fileno())), default=0)
        self._file.seek(0)
        self.len = self._left = max(end, SECTOR)

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0 or size > self._left:
            size = self._left
        data = self._file.read(size)
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> WrittenPart:
        return self

    def __exit__(self, *exception) -> None:
        self.close()
