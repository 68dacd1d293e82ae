"""To the scheduler: the user's own, or a small one of this computer's processes."""

from __future__ import annotations

import logging
import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from distributed import Client, LocalCluster

from fundusviewer.errors import InputError, NetworkError

#: Seconds for an answer of the scheduler, and for the first worker to join it.
ANSWER_SECONDS, JOIN_SECONDS = 15.0, 60.0

_LOCAL = re.compile(r"local(?::(\d{1,4}))?")
_ADDRESS = re.compile(r"(?:(?:tcp|tls|ws|wss|ucx)://)?(?:[\w.\-]+|\[[0-9a-fA-F:.]+\]):\d{1,5}/?")


@dataclass(eq=False)
class Connection:
    """A client of a scheduler, connected anew where the scheduler was started anew.

    Attributes
    ----------
    address
        ``"local"``, ``"local:N"`` or that of a scheduler.
    client
        Connected.
    """

    address: str
    client: Client = field(init=False)
    _cluster: LocalCluster | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        # What it says at length is said by this program in a sentence.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        local = _LOCAL.fullmatch(self.address)
        if local is not None:
            self._cluster = _local_cluster(None if local[1] is None else int(local[1]))
        elif not _ADDRESS.fullmatch(self.address):
            raise InputError(
                f"{self.address!r} is no address of a Dask scheduler; for instance local, local:4 "
                "or tcp://server:8786"
            )
        self.client = self._connected()

    @property
    def is_local(self) -> bool:
        """Whether scheduler and workers are processes of this computer, and end with this one."""
        return self._cluster is not None

    @property
    def workers(self) -> int:
        """How many workers there are now, as far as is known."""
        return len(self.client.scheduler_info(n_workers=-1).get("workers", ()))

    @property
    def is_lost(self) -> bool:
        """Whether the scheduler has gone."""
        return str(self.client.status) != "running"

    def connect_again(self) -> None:
        """Connect to a scheduler that was started anew at the same address.

        Raises
        ------
        NetworkError
            If it does not answer.
        """
        self.close_client()
        self.client = self._connected()

    def close_client(self) -> None:
        """Leave the scheduler, whether it answers or not."""
        with suppress(Exception):
            self.client.close(timeout=2)

    def close(self) -> None:
        """Leave the scheduler; a local one ends."""
        self.close_client()
        if self._cluster is not None:
            with suppress(Exception):
                self._cluster.close(timeout=5)

    def _connected(self) -> Client:
        place: Any = self.address if self._cluster is None else self._cluster
        try:
            return Client(place, timeout=ANSWER_SECONDS, set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise NetworkError(
                f"no Dask scheduler answers at {self.address} within {ANSWER_SECONDS:.0f} seconds; "
                "start one with: dask scheduler"
            ) from error


def _local_cluster(processes: int | None) -> LocalCluster:
    from distributed.security import Security

    cores = os.cpu_count() or 1
    count = max(1, cores // 2) if processes is None else processes
    if not 1 <= count <= 1024:
        raise InputError(f"local:{count}: between 1 and 1024 processes are possible")
    # Encrypted, with keys that are made now and forgotten: another user of this computer must not
    # be able to hand the workers anything.
    return LocalCluster(
        n_workers=count,
        threads_per_worker=max(1, cores // count),
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        security=Security.temporary(),
        silence_logs=logging.CRITICAL,
    )
