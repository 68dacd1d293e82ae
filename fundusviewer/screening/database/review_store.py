"""What people say of photographs: verdicts, corrected identities, and the history of both."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from fundusviewer.grading import Role
from fundusviewer.grading.schemes import Form, renewed
from fundusviewer.screening.database import queries
from fundusviewer.screening.database.connection import StoreConnection
from fundusviewer.screening.database.reader_store import own_review, writer_of
from fundusviewer.screening.database.records import changes, revert_changes, write_changes
from fundusviewer.screening.names import Identity
from fundusviewer.screening.readers import Seat
from fundusviewer.screening.rows import Change, Review, printable


class ReviewStore(StoreConnection):
    """Takes in what is said, all or none of it; the history keeps what stood before."""

    def review(self, reviews: Mapping[str, Review], who: str | Seat) -> list[Change]:
        """Set a reader's verdicts, all or none; the history keeps those before.

        Parameters
        ----------
        reviews
            By the photographs' hashes.
        who
            The reader in a role; or a name: without a programme that of the one doctor whose
            verdict counts, in a programme that of a first reader.

        Returns
        -------
        list of Change
            What was changed, for :meth:`revert_changes`.

        Raises
        ------
        StoreError
            If a photograph is not in the database, a grade is not 0–4, ``who`` is empty or may not
            read in that role, or somebody else has read the photograph in it already.
        """
        with self._writing() as connection:
            name, write = writer_of(connection, who)
            values = {
                sha256: _review_columns(review)
                # What a form comes to depends on the grade beside it.
                | {"form": renewed(review.form or _form_of(connection, who, sha256), review.grade)}
                for sha256, review in reviews.items()
            }
            return write_changes(connection, "review", values, name, write)

    def fill(
        self, forms: Mapping[str, Form], who: str | Seat, *, blind: bool = False
    ) -> list[Change]:
        """Set a reader's forms, all or none; grade and note of the photographs stay.

        Parameters
        ----------
        forms
            By the photographs' hashes.
        who
            See :meth:`review`.
        blind
            Whether the network's answer was hidden when they were filled in.

        Raises
        ------
        StoreError
            As :meth:`review` does.
        """
        with self._writing() as connection:
            name, write = writer_of(connection, who)
            values: dict[str, dict[str, object]] = {}
            for sha256, form in forms.items():
                stored = own_review(connection, who, sha256)
                columns = _review_columns(Review()) if stored is None else {}
                if form.finished and (stored is None or not stored.is_verdict):
                    # Of a form that is not finished nobody has seen the answer to it yet.
                    columns["blind"] = int(blind)
                grade = None if stored is None else stored.grade
                values[sha256] = columns | {"form": form.as_json(grade)}
            return write_changes(connection, "review", values, name, write)

    def correct(self, identities: Mapping[str, Identity], who: str) -> list[Change]:
        """Set patient, eye and date of photographs, which then stand above their files' names.

        Returns
        -------
        list of Change
            What was changed, for :meth:`revert_changes`.

        Raises
        ------
        StoreError
            If a photograph is not in the database or ``who`` is empty.
        """
        values = {sha256: _identity_columns(one) for sha256, one in identities.items()}
        with self._writing() as connection:
            return write_changes(connection, "identity", values, who)

    def revert_changes(
        self, said: Sequence[Change], who: str | Seat, identity_before: Mapping[str, Identity]
    ) -> list[Change]:
        """Set what stood before some changes, all or none; the history keeps both.

        Parameters
        ----------
        said
            What :meth:`review` or :meth:`correct` returned, or this method: then what was taken
            back counts again.
        who
            The person's name, or the reader in a role.
        identity_before
            What counted for photographs, by hash, before anybody corrected patient, eye and
            date; a verdict that was the first gives way to none.

        Raises
        ------
        StoreError
            If something else has been said of one of the photographs since.
        """
        nothing = {change.sha256: _review_columns(Review()) for change in said}
        names = {sha256: _identity_columns(one) for sha256, one in identity_before.items()}
        reviews = bool(said) and said[0].what == "review"
        with self._writing() as connection:
            if not reviews:
                name = who.name if isinstance(who, Seat) else who
                return revert_changes(connection, said, name, names)
            name, write = writer_of(connection, who)
            return revert_changes(connection, said, name, nothing, write)

    def history(self, sha256: str | None = None) -> list[Change]:
        """Return who changed what when, the oldest first; ``None`` for all photographs.

        For a reader who must not see other readers' answers, without them.
        """
        with self._reading() as connection:
            return changes(connection, sha256, self._view().seat)

    def blind_verdicts(self, role: Role = Role.FIRST) -> dict[str, Review]:
        """Return, by hash, the first verdict given before the network's answer was shown.

        Parameters
        ----------
        role
            In which it was given. For a reader who must not see other readers' answers: the
            reader's own.
        """
        seat = self._view().seat
        own = seat if seat is not None and not seat.sees_others else None
        values = {"role": role if own is None else own.role, "reader": own and own.number}
        with self._reading() as connection:
            found = connection.execute(queries.BLIND_VERDICTS, values).fetchall()
        verdicts = {}
        for sha256, text, _ in found:
            said = json.loads(text)
            verdicts[sha256] = Review(said["grade"], bool(said["ungradable"]), said["note"], True)
        return verdicts


def _review_columns(review: Review) -> dict[str, object]:
    return {
        "grade": review.grade,
        "ungradable": int(review.ungradable),
        "note": printable(review.note),
        "blind": int(review.blind),
        "form": review.form,
    }


def _form_of(connection: sqlite3.Connection, who: str | Seat, sha256: str) -> str | None:
    stored = own_review(connection, who, sha256)
    return None if stored is None else stored.form


def _identity_columns(identity: Identity) -> dict[str, object]:
    return {
        "patient": identity.patient and printable(identity.patient),
        "eye": None if identity.eye is None else identity.eye.value,
        "date": None if identity.date is None else identity.date.isoformat(),
    }
