"""The tables of a screening database, and how an older database becomes a newer one.

A photograph is known by the hash of its bytes, a file by its path. What the network answered is
never changed; what a person said is changed, and each change stands in ``history``. Triggers
enforce both, whoever writes.
"""

from __future__ import annotations

from fundusviewer.grading import FIRST_REFERABLE_GRADE
from fundusviewer.grading.reading import REFERRAL_RANK, UNGRADABLE_RANK
from fundusviewer.screening.readers import UNNAMED

#: "FUND": tells our files from other SQLite databases.
APPLICATION_ID = 0x46554E44

_NEVER_CHANGED = "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def _append_only(table: str, same: str = "id = NEW.id") -> tuple[str, ...]:
    """Return the triggers that keep the rows of a table; ``same`` finds the row of a new one."""
    refuse = _NEVER_CHANGED.format(table=table)
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        # "INSERT OR REPLACE" deletes without asking the trigger above.
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}",
    )


def _recorded(
    table: str, columns: tuple[str, ...], *, by_reader: bool = False, same: str | None = None
) -> tuple[str, ...]:
    """Return the triggers that write each change of a table to the history.

    Parameters
    ----------
    table
        One row of it for each photograph, or for each of its readers.
    columns
        What is said in it.
    by_reader
        Whether a row is a reader's in a role.
    same
        Finds the row of a new one; ``None``: by photograph, and by reader and role.
    """
    old, new = (
        "json_object(" + ", ".join(f"'{name}', {row}.{name}" for name in columns) + ")"
        for row in ("OLD", "NEW")
    )
    names, facts = "at, who, what, photograph_id", f"NEW.changed_at, NEW.changed_by, '{table}'"
    facts += ", NEW.photograph_id"
    if by_reader:
        names, facts = f"{names}, reader_id, role", f"{facts}, NEW.reader_id, NEW.role"
    if same is None:
        same = "photograph_id = NEW.photograph_id"
        if by_reader:
            same += " AND role = NEW.role AND (reader_id = NEW.reader_id OR (rank IS NOT NULL AND "
            same += "(NEW.grade IS NOT NULL OR NEW.ungradable = 1))) OR id = NEW.id"
    insert = f"INSERT INTO history ({names}, old, new) VALUES"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is changed, never deleted'); END"
    return (
        f"CREATE TRIGGER {table}_inserted AFTER INSERT ON {table} "
        f"BEGIN {insert} ({facts}, NULL, {new}); END",
        f"CREATE TRIGGER {table}_updated AFTER UPDATE ON {table} "
        f"BEGIN {insert} ({facts}, {old}, {new}); END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}",
    )


_TABLES = (
    """CREATE TABLE photograph (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        first_seen TEXT NOT NULL
    ) STRICT""",
    # A path is bytes: not every file system promises text. "name" is for people and for search.
    """CREATE TABLE file (
        id INTEGER PRIMARY KEY,
        path BLOB NOT NULL UNIQUE,
        name TEXT NOT NULL,
        photograph_id INTEGER REFERENCES photograph,
        problem TEXT,
        seen_at TEXT NOT NULL,
        CHECK (photograph_id IS NOT NULL OR problem IS NOT NULL)
    ) STRICT""",
    "CREATE INDEX file_of_photograph ON file (photograph_id)",
    """CREATE TABLE sighting (
        photograph_id INTEGER NOT NULL REFERENCES photograph,
        file_id INTEGER NOT NULL REFERENCES file,
        first_seen TEXT NOT NULL,
        PRIMARY KEY (photograph_id, file_id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE method (
        id INTEGER PRIMARY KEY,
        model_name TEXT NOT NULL,
        model_version TEXT NOT NULL,
        model_sha256 TEXT NOT NULL,
        settings TEXT NOT NULL,
        UNIQUE (model_sha256, model_name, model_version, settings)
    ) STRICT""",
    # The last check: no row says "no referral" that was not graded 0 or 1 by the network.
    """CREATE TABLE result (
        id INTEGER PRIMARY KEY,
        photograph_id INTEGER NOT NULL REFERENCES photograph,
        method_id INTEGER NOT NULL REFERENCES method,
        decision TEXT CHECK (decision IN ('no_referral', 'refer', 'ungradable', 'not_fundus')),
        grade INTEGER CHECK (grade BETWEEN 0 AND 4),
        referable_probability REAL CHECK (referable_probability BETWEEN 0 AND 1),
        label TEXT,
        probability REAL CHECK (probability BETWEEN 0 AND 1),
        probabilities TEXT,
        reasons TEXT NOT NULL,
        provider TEXT NOT NULL,
        application_version TEXT NOT NULL,
        milliseconds REAL NOT NULL,
        examined_at TEXT NOT NULL,
        UNIQUE (photograph_id, method_id),
        CHECK (decision IS NOT 'no_referral'
               OR (grade IS NOT NULL AND grade < 2 AND referable_probability IS NOT NULL)),
        CHECK (decision IS NULL OR decision NOT IN ('ungradable', 'not_fundus')
               OR (grade IS NULL AND referable_probability IS NULL
                   AND label IS NULL AND probabilities IS NULL))
    ) STRICT""",
    """CREATE TABLE review (
        photograph_id INTEGER PRIMARY KEY REFERENCES photograph,
        grade INTEGER CHECK (grade BETWEEN 0 AND 4),
        ungradable INTEGER NOT NULL CHECK (ungradable IN (0, 1)),
        note TEXT NOT NULL,
        changed_by TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        CHECK (ungradable = 0 OR grade IS NULL)
    ) STRICT""",
    # Only what a person corrected; all else is read from the file's name when it is wanted.
    """CREATE TABLE identity (
        photograph_id INTEGER PRIMARY KEY REFERENCES photograph,
        patient TEXT,
        eye TEXT CHECK (eye IN ('OD', 'OS')),
        date TEXT,
        changed_by TEXT NOT NULL,
        changed_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        photograph_id INTEGER NOT NULL REFERENCES photograph,
        old TEXT,
        new TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX history_of_photograph ON history (photograph_id)",
)


def _form_says(decision: str, form: str = "form") -> str:
    """Return the SQL that tells whether a form comes to a decision; 0 for none and no form."""
    return f"coalesce(json_extract({form}, '$.decision') = '{decision}', 0)"


#: How serious a verdict is, as :attr:`fundusviewer.grading.Verdict.rank` says it.
_RANK = f"""INTEGER GENERATED ALWAYS AS (
            CASE WHEN grade >= {FIRST_REFERABLE_GRADE} OR {_form_says("refer")}
                 THEN {REFERRAL_RANK} + coalesce(grade + 1, 0)
                 WHEN ungradable = 1 OR {_form_says("ungradable")} THEN {UNGRADABLE_RANK}
                 WHEN grade IS NOT NULL OR {_form_says("no_referral")}
                 THEN coalesce(grade + 1, 0) END) VIRTUAL"""

#: Whether a new form decides anything: a trigger sees no column that is computed.
_FORM_ANSWERS = " OR ".join(
    _form_says(one, "NEW.form") for one in ("refer", "ungradable", "no_referral")
)

_NOW = "strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')"

#: What a person said who has no name in an old database.
_NAME = f"CASE WHEN trim(changed_by) = '' THEN '{UNNAMED}' ELSE trim(changed_by) END"

#: Several readers of one photograph, each in a role, what each filled in (JSON,
#: :class:`fundusviewer.grading.schemes.Form`), and what was reported of whom. Whoever has
#: said something before is a first reader; the table of reviews is made anew with a wider key.
_READERS = (
    """CREATE TABLE reader (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(trim(name)) > 0),
        first INTEGER NOT NULL DEFAULT 0 CHECK (first IN (0, 1)),
        second INTEGER NOT NULL DEFAULT 0 CHECK (second IN (0, 1)),
        arbiter INTEGER NOT NULL DEFAULT 0 CHECK (arbiter IN (0, 1)),
        administrator INTEGER NOT NULL DEFAULT 0 CHECK (administrator IN (0, 1)),
        password TEXT,
        added_at TEXT NOT NULL,
        deleted_at TEXT
    ) STRICT""",
    f"INSERT INTO reader (name, added_at) SELECT {_NAME}, {_NOW} FROM review "  # noqa: S608
    f"GROUP BY {_NAME} COLLATE NOCASE ORDER BY min(changed_at)",
    # The settings of a programme; without a row there is none.
    """CREATE TABLE programme (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        share REAL NOT NULL CHECK (share BETWEEN 0 AND 1),
        seed INTEGER NOT NULL,
        begins_at TEXT NOT NULL
    ) STRICT""",
    "ALTER TABLE history ADD COLUMN reader_id INTEGER REFERENCES reader",
    "ALTER TABLE history ADD COLUMN role TEXT",
    f"""CREATE TABLE review_by_reader (
        id INTEGER PRIMARY KEY,
        photograph_id INTEGER NOT NULL REFERENCES photograph,
        reader_id INTEGER NOT NULL REFERENCES reader,
        role TEXT NOT NULL CHECK (role IN ('first', 'second', 'arbiter')),
        grade INTEGER CHECK (grade BETWEEN 0 AND 4),
        ungradable INTEGER NOT NULL CHECK (ungradable IN (0, 1)),
        note TEXT NOT NULL,
        blind INTEGER NOT NULL DEFAULT 0 CHECK (blind IN (0, 1)),
        form TEXT CHECK (form IS NULL OR json_valid(form)),
        changed_by TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        rank {_RANK},
        UNIQUE (photograph_id, reader_id, role),
        CHECK (ungradable = 0 OR grade IS NULL)
    ) STRICT""",
    f"""INSERT INTO review_by_reader (photograph_id, reader_id, role, grade, ungradable, note,
            blind, changed_by, changed_at)
        SELECT photograph_id, (SELECT id FROM reader WHERE name = {_NAME}), 'first', grade,
            ungradable, note, blind, changed_by, changed_at FROM review""",  # noqa: S608
    "DROP TABLE review",
    "ALTER TABLE review_by_reader RENAME TO review",
    # One answer in each role: two people who read the same photograph at the same moment do not
    # both count, and the one who comes later is told.
    "CREATE UNIQUE INDEX review_answer ON review (photograph_id, role) WHERE rank IS NOT NULL",
    *_recorded("review", ("grade", "ungradable", "note", "blind", "form"), by_reader=True),
    f"""CREATE TRIGGER review_no_second_answer BEFORE UPDATE ON review
        WHEN EXISTS (
            SELECT 1 FROM review WHERE photograph_id = NEW.photograph_id AND role = NEW.role
                AND id != NEW.id AND (reader_id = NEW.reader_id OR (rank IS NOT NULL
                    AND (NEW.grade IS NOT NULL OR NEW.ungradable = 1
                         OR {_FORM_ANSWERS}))))
        BEGIN SELECT RAISE(ABORT, 'there is an answer in this role already'); END""",  # noqa: S608 - constants
    "CREATE TRIGGER reader_no_delete BEFORE DELETE ON reader "
    "BEGIN SELECT RAISE(ABORT, 'readers are marked as deleted, never deleted'); END",
    # What a reader has on the desk: nobody else is given it meanwhile. Nothing is lost with it.
    """CREATE TABLE reading (
        photograph_id INTEGER NOT NULL REFERENCES photograph,
        role TEXT NOT NULL CHECK (role IN ('first', 'second', 'arbiter')),
        reader_id INTEGER NOT NULL REFERENCES reader,
        until REAL NOT NULL,
        PRIMARY KEY (photograph_id, role)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE report (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        kind TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE reported (
        report_id INTEGER NOT NULL REFERENCES report,
        photograph_id INTEGER NOT NULL REFERENCES photograph,
        patient TEXT,
        eye TEXT CHECK (eye IN ('OD', 'OS')),
        decision TEXT,
        grade INTEGER CHECK (grade BETWEEN 0 AND 4),
        awaited TEXT,
        PRIMARY KEY (report_id, photograph_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX reported_photograph ON reported (photograph_id)",
    *_append_only("report"),
    *_append_only("reported", "report_id = NEW.report_id AND photograph_id = NEW.photograph_id"),
)

#: What readers draw on photographs (:class:`fundusviewer.anatomy.Mark`): points as JSON, in pixels
#: of the upright photograph. A mark that is taken away is marked so and never deleted.
_MARKS = (
    """CREATE TABLE mark (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 32),
        photograph_id INTEGER NOT NULL REFERENCES photograph,
        reader_id INTEGER NOT NULL REFERENCES reader,
        role TEXT NOT NULL CHECK (role IN ('first', 'second', 'arbiter')),
        shape TEXT NOT NULL CHECK (shape IN ('point', 'arrow', 'outline', 'ellipse', 'length')),
        points TEXT NOT NULL CHECK (json_valid(points)),
        kind TEXT,
        text TEXT NOT NULL,
        length TEXT CHECK (length IS NULL OR json_valid(length)),
        deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
        made_at TEXT NOT NULL,
        changed_by TEXT NOT NULL,
        changed_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX mark_of_photograph ON mark (photograph_id)",
    *_recorded(
        "mark",
        ("uid", "shape", "points", "kind", "text", "length", "deleted"),
        by_reader=True,
        same="id = NEW.id OR uid = NEW.uid",
    ),
    """CREATE TRIGGER mark_stays BEFORE UPDATE ON mark
        WHEN NEW.uid != OLD.uid OR NEW.photograph_id != OLD.photograph_id
            OR NEW.reader_id != OLD.reader_id OR NEW.role != OLD.role
            OR NEW.made_at != OLD.made_at
        BEGIN SELECT RAISE(ABORT, 'a mark stays with its photograph and its reader'); END""",
)

#: The statements that lead from each version to the next; the index is the older version.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        *_TABLES,
        *_append_only("history"),
        *_append_only(
            "result",
            "id = NEW.id OR (photograph_id = NEW.photograph_id AND method_id = NEW.method_id)",
        ),
        *_recorded("review", ("grade", "ungradable", "note")),
        *_recorded("identity", ("patient", "eye", "date")),
        f"PRAGMA application_id = {APPLICATION_ID}",
    ),
    # A JSON list of grades; results of before keep none.
    (
        """ALTER TABLE result ADD COLUMN grade_set TEXT
            CHECK (grade_set IS NULL OR grade IS NOT NULL)""",
    ),
    # Whether the doctor had not seen the network's answer when saying so.
    (
        "ALTER TABLE review ADD COLUMN blind INTEGER NOT NULL DEFAULT 0 CHECK (blind IN (0, 1))",
        "DROP TRIGGER review_inserted",
        "DROP TRIGGER review_updated",
        *_recorded("review", ("grade", "ungradable", "note", "blind"))[:2],
    ),
    # What a DICOM object tells of its patient: a pseudonym, unless the user wants more.
    (
        """CREATE TABLE origin (
            photograph_id INTEGER PRIMARY KEY REFERENCES photograph,
            patient TEXT,
            eye TEXT CHECK (eye IN ('OD', 'OS')),
            date TEXT,
            visit TEXT,
            pseudonymous INTEGER NOT NULL CHECK (pseudonymous IN (0, 1)),
            CHECK (pseudonymous = 0 OR date IS NULL)
        ) STRICT""",
    ),
    # Who is examining what right now; nothing is lost with it.
    (
        """CREATE TABLE claim (
            sha256 TEXT NOT NULL,
            method_id INTEGER NOT NULL REFERENCES method,
            owner TEXT NOT NULL,
            until REAL NOT NULL,
            PRIMARY KEY (sha256, method_id)
        ) STRICT, WITHOUT ROWID""",
    ),
    # Which photograph was last seen in a file that cannot be read now.
    ("CREATE INDEX sighting_in_file ON sighting (file_id)",),
    # What else the networks say; results of before keep none of it. JSON as the command line gives
    # it, the embedding as 32-bit numbers, little-endian. Lesions are marked on request, by a model
    # of their own: a table of their own. No eye with macular oedema of risk 2 is "no referral".
    (
        "ALTER TABLE result ADD COLUMN landmarks TEXT",
        "ALTER TABLE result ADD COLUMN picture_eye TEXT CHECK (picture_eye IN ('OD', 'OS'))",
        """ALTER TABLE result ADD COLUMN macular_oedema_risk INTEGER
            CHECK (macular_oedema_risk BETWEEN 0 AND 2
                   AND (macular_oedema_risk < 2 OR decision IS NOT 'no_referral'))""",
        """ALTER TABLE result ADD COLUMN macular_oedema_probability REAL
            CHECK (macular_oedema_probability BETWEEN 0 AND 1)""",
        """ALTER TABLE result ADD COLUMN macular_oedema_assessable INTEGER
            CHECK (macular_oedema_assessable IN (0, 1))""",
        "ALTER TABLE result ADD COLUMN quality TEXT",
        "ALTER TABLE result ADD COLUMN unfamiliarity REAL",
        "ALTER TABLE result ADD COLUMN embedding BLOB",
        """CREATE TABLE lesions (
            id INTEGER PRIMARY KEY,
            photograph_id INTEGER NOT NULL REFERENCES photograph,
            model_name TEXT NOT NULL,
            model_version TEXT NOT NULL,
            model_sha256 TEXT NOT NULL,
            steps INTEGER NOT NULL,
            found TEXT NOT NULL,
            outlines TEXT NOT NULL,
            disc_diameter REAL NOT NULL CHECK (disc_diameter > 0),
            estimated INTEGER NOT NULL CHECK (estimated IN (0, 1)),
            application_version TEXT NOT NULL,
            marked_at TEXT NOT NULL,
            UNIQUE (photograph_id, model_sha256, steps)
        ) STRICT""",
        *_append_only(
            "lesions",
            "id = NEW.id OR (photograph_id = NEW.photograph_id "
            "AND model_sha256 = NEW.model_sha256 AND steps = NEW.steps)",
        ),
    ),
    _READERS,
    _MARKS,
)

SCHEMA_VERSION = len(MIGRATIONS)
