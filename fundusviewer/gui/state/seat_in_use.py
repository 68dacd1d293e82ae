"""Who reads in this window, in which role; decides with it what of other readers is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from fundusviewer.gui.state.database_handles import Database
from fundusviewer.screening.readers import NOBODY, Seat


class SeatInUse(QObject):
    """Owns it. Without a programme there is none: one doctor reads, as it was without readers.

    Signals
    -------
    changed()
        Somebody else reads from now on, or in another role.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: Seat | None = None

    @property
    def is_programme(self) -> bool:
        """Whether the database is read by first, second and arbiter."""
        return self.current is not None

    @property
    def is_taken(self) -> bool:
        """Whether somebody has said who reads."""
        return self.current not in (None, NOBODY)

    def notice(self, database: Database) -> None:
        """Take in that another program has begun or ended the programme, or taken a role away.

        Raises
        ------
        StoreError
            If the database cannot be read.
        """
        is_programme = database.rows.programme() is not None
        if is_programme is not self.is_programme:
            self.take(NOBODY if is_programme else None, database)
        elif self.current is not None and self.is_taken:
            reader = database.rows.reader(self.current.name)
            if reader is None or not reader.is_active or self.current.role not in reader.roles:
                # Whoever was deleted sees and says nothing more.
                self.take(NOBODY, database)

    def take(self, seat: Seat | None, database: Database) -> None:
        """Read as somebody from now on; ``None`` where there is no programme."""
        database.sit(seat)
        if seat != self.current:
            self.current = seat
            self.changed.emit()
