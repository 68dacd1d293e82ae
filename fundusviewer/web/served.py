"""What is served, and to whom: made once by the command, asked by every page."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from fundusviewer.grading import Role
from fundusviewer.inference import Classifier
from fundusviewer.screening import Method, NamePattern
from fundusviewer.screening.database.store import Store
from fundusviewer.web.accounts import Accounts
from fundusviewer.web.examining import Examiner
from fundusviewer.web.login_limit import LoginLimit
from fundusviewer.web.orders import Orders
from fundusviewer.web.pictures import PictureMaker
from fundusviewer.web.results import Results
from fundusviewer.web.sessions import Sessions


@dataclass(frozen=True)
class Options:
    """What the command was told.

    Attributes
    ----------
    encrypted
        Whether browsers reach it by https, from here or from a proxy.
    proxies
        Addresses of the proxy that tells who asks; none where there is no proxy.
    prefix
        The path below which the pages are, as "/fundus"; empty for all of the address.
    blind
        Whether the network's answer is hidden from those who have not answered.
    scheme
        Of new grading forms.
    uploads
        The folder that takes photographs; ``None``: nobody uploads.
    uploaders
        The roles that may.
    """

    encrypted: bool = False
    proxies: frozenset[str] = frozenset()
    prefix: str = ""
    blind: bool = False
    scheme: str = "icdr"
    uploads: Path | None = None
    uploaders: frozenset[Role] = frozenset({Role.ADMINISTRATOR})

    def may_upload(self, role: Role) -> bool:
        """Return whether a role may upload photographs."""
        return self.uploads is not None and role in self.uploaders


@dataclass(eq=False)
class Served:
    """The database, what makes its pictures, and who is logged in.

    Attributes
    ----------
    store
        The database, as nobody in particular: pages ask it as a seat (:mod:`.seen`).
    method
        Whose results are shown.
    pattern
        Reads patients from files' names.
    classifier
        The model of the method; ``None`` where it is not at hand: then there are no heat maps.
    options
        What the command was told.
    sessions, limit
        Who is logged in, and who tries to.
    orders
        Of the queues.
    examiner
        Examines what is uploaded; ``None``: nobody does.
    writing
        Held from the look at what stands to the writing of what is said.
    """

    store: Store
    method: Method
    pattern: NamePattern
    classifier: Classifier | None = None
    options: Options = field(default_factory=Options)
    sessions: Sessions = field(default_factory=Sessions)
    limit: LoginLimit = field(default_factory=LoginLimit)
    orders: Orders = field(default_factory=Orders)
    examiner: Examiner | None = None
    writing: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Make what depends on the rest."""
        self.accounts = Accounts(self.store)
        self._lists = Store(self.store.path)
        self.results = Results(self._lists, self.method, self.pattern)
        self.pictures = PictureMaker(self.method, self.classifier)

    def close(self) -> None:
        """Stop examining, and close what was opened here."""
        if self.examiner is not None:
            self.examiner.close()
        self._lists.close()
