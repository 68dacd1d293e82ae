"""Findings as FHIR on their way out of the window: into a folder, or by an outbox to a server."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fundusviewer.gui.dicom.delivery import Delivery
from fundusviewer.gui.dicom.sender import Order
from fundusviewer.gui.threads.job_pool import JobPool

if TYPE_CHECKING:
    from fundusviewer.fhir.export import Bundle

#: Milliseconds between two looks at the outbox.
_DELIVER_EVERY = 30_000


class FhirSending(Delivery):
    """Writes and sends in the background; what waits is tried again while there is a server."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_DELIVER_EVERY, parent)
        self.background = JobPool(self, threads=1)
        # Of the server; empty for none.
        self.address = ""

    def start(self) -> None:
        """Read which server was set, and deliver what waits for it."""
        self.background.run(_known_address, self._use, self.notification.emit)

    def choose(self, address: str) -> None:
        """Send to another server from now on; empty for none."""
        if address != self.address:
            self.background.run(partial(_kept, address), self._use, self.notification.emit)

    def write(self, order: Order, folder: Path) -> None:
        """Write the visits of the chosen photographs into a folder."""
        self.background.run(partial(_written, order, folder), self._tell, self.notification.emit)

    def send(self, order: Order) -> None:
        """Put the visits of the chosen photographs into the outbox and deliver it."""
        if not self.address:
            self.notification.emit(
                self.tr("No FHIR server is configured. Set one under DICOM → Network.")
            )
            return
        self.background.run(partial(_put, order), self._deliver_told, self.notification.emit)

    def close(self) -> None:
        """Stop; what waits is delivered at the next start."""
        super().close()
        self.background.close()

    def _has_receiver(self) -> bool:
        return bool(self.address)

    def _attempt(self) -> None:
        self.background.run(_delivered, self._tell_delivered, self._failed)

    def _use(self, address: str) -> None:
        self.address = address
        self._receiver_changed()

    def _tell(self, outcome: tuple[int, list[str]]) -> None:
        count, problems = outcome
        self.status_message.emit(self.tr("%n FHIR bundles written", "", count))
        if problems:
            self.notification.emit(problems[0])

    def _deliver_told(self, outcome: tuple[int, list[str]]) -> None:
        self._tell(outcome)
        self.deliver()

    def _tell_delivered(self, outcome: tuple[int, str]) -> None:
        sent, reason = outcome
        if sent:
            self.status_message.emit(self.tr("%n FHIR bundles sent", "", sent))
        self._end(sent, reason)


# What writes and sends takes a while to import: in the background, and when it is wanted.


def _known_address() -> str:
    from fundusviewer.fhir.settings import settings_path

    if not settings_path().exists():
        return ""
    from fundusviewer.fhir.settings import load_server

    server = load_server()
    return "" if server is None else server.address


def _kept(address: str) -> str:
    from fundusviewer.fhir.settings import load_server, make_server, save_server

    known = load_server()
    values = {} if known is None else known.model_dump()
    save_server(make_server(**values | {"address": address}) if address else None)
    return address


def _written(order: Order, folder: Path) -> tuple[int, list[str]]:
    bundles, problems = _made(order, folder, sending=False)
    reported = (photograph for one in bundles for photograph in one.visit.photographs)
    order.store.note_report("fhir", reported)
    return len(bundles), problems


def _made(order: Order, folder: Path, *, sending: bool) -> tuple[list[Bundle], list[str]]:
    from fundusviewer.fhir.export import write_bundles
    from fundusviewer.fhir.names import PATIENTS
    from fundusviewer.fhir.settings import load_server

    server = load_server()
    outcomes = list(
        write_bundles(
            folder,
            order.rows(),
            order.method,
            order.pattern,
            "R4" if server is None else server.release,
            everything=order.everything(),
            system=PATIENTS if server is None else server.patient_system,
            personal_data=sending,
        )
    )
    problems = [one for one in outcomes if isinstance(one, str)]
    return [one for one in outcomes if not isinstance(one, str)], problems


def _put(order: Order) -> tuple[int, list[str]]:
    from fundusviewer.fhir.export import fhir_outbox

    outbox = fhir_outbox()
    with tempfile.TemporaryDirectory(prefix="fundusviewer-") as made:
        bundles, problems = _made(order, Path(made), sending=True)
        for one in bundles:
            outbox.put(one.file, replaces=True, report=one.carried(order.store.path))
    return len(bundles), problems


def _delivered() -> tuple[int, str]:
    """Return how many bundles the server has taken, and what went wrong first."""
    from fundusviewer.fhir.export import fhir_outbox
    from fundusviewer.fhir.send import send_bundles
    from fundusviewer.fhir.settings import load_server

    server, outbox = load_server(), fhir_outbox()
    if server is None or not outbox.waiting():
        return 0, ""
    sent, failed = outbox.deliver(partial(send_bundles, server))
    return sent, failed[0].reason if failed else ""
