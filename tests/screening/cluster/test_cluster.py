"""A run on a cluster: whoever is killed, the database is that of one process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="the extra distributed is not installed")
pytest.importorskip("cryptography", reason="the extra distributed is not installed")

from fundusviewer.errors import InputError, NetworkError
from fundusviewer.inference import Classifier
from fundusviewer.screening import Method, Store, screen
from fundusviewer.screening.cluster import run as cluster_run
from fundusviewer.screening.cluster.connection import Connection
from fundusviewer.screening.cluster.run import ClusterRun, Tally
from fundusviewer.screening.cluster.work import Task
from fundusviewer.screening.runs.listing import Listing
from tests.helpers.databases import connect
from tests.helpers.models import make_card, remember_tried, write_model
from tests.helpers.peers import free_port
from tests.screening.parts.test_parts import rows
from tests.screening.photographs import write_black, write_photographs

ROOT = Path(__file__).parents[3]

pytestmark = [
    # Dask's own threads and sockets, at the end of a cluster that was killed.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = write_model(tmp_path / "tiny.onnx", make_card())
    remember_tried(path)
    return path


@pytest.fixture
def photographs(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "clinic"
    paths = write_photographs(folder, [f"{number}.jpg" for number in range(40)])
    (folder / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe0 torn")
    return [*paths, write_black(folder / "black.png"), folder / "torn.jpg"]


def task_of(file: Path, **changes: object) -> Task:
    from fundusviewer import __version__
    from fundusviewer.inference import ModelLibrary, open_locator

    classifier = Classifier(file, "cpu")
    locator = open_locator(ModelLibrary.default(), "cpu")
    values: dict[str, object] = {
        "run": "test",
        "version": __version__,
        "model": str(file),
        "operating_point": None,
        "provider": "cpu",
        "method": Method.of(classifier),
        "locator_sha256": locator and locator.sha256,
        "marker_sha256": None,
    }
    return Task(**{**values, **changes})  # type: ignore[arg-type]


@contextmanager
def processes(count: int, port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start a scheduler and workers, each a process of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    scheduler = [*command, "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny"]
    worker += ["--nthreads", "1", "--no-dashboard"]
    with ExitStack() as stack:
        started = [
            stack.enter_context(subprocess.Popen(words, **quiet))  # type: ignore[call-overload]
            for words in [scheduler, *[worker] * count]
        ]
        try:
            yield started
        finally:
            for process in started:
                process.kill()


class Here(Connection):
    """A cluster inside this process: everything but the processes."""

    def __post_init__(self) -> None:
        from distributed import Client, LocalCluster

        self._cluster = LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
        )
        self.client = Client(self._cluster, set_as_default=False)


@pytest.fixture(scope="module")
def here() -> Iterator[Connection]:
    connection = Here("local:1")
    yield connection
    connection.close()


def run_here(
    here: Connection, store: Store, task: Task, photographs: list[Path], **more: object
) -> Tally:
    listing = Listing(photographs, store.announce)
    try:
        return ClusterRun(here, task, store, listing, **more).run()  # type: ignore[arg-type]
    finally:
        listing.close()


def one_process(path: Path, model: Path, photographs: list[Path]) -> Path:
    from fundusviewer.inference import ModelLibrary, open_locator

    classifier = Classifier(model, "cpu")
    locator = open_locator(ModelLibrary.default(), "cpu")
    with Store(path) as store:
        list(screen(photographs, classifier, store, Method.of(classifier), locator=locator))
    return path


def test_the_database_is_that_of_one_process(
    here: Connection, tmp_path: Path, model: Path, photographs: list[Path]
) -> None:
    photographs = photographs[-8:]
    one = one_process(tmp_path / "one.sqlite", model, photographs)
    task = task_of(model)
    many = tmp_path / "many.sqlite"
    steps: list[tuple[int, int | None]] = []
    with Store(many) as store:
        tally = run_here(here, store, task, photographs, progress=lambda *step: steps.append(step))
        assert tally == Tally(examined=7, unread=1)
        assert steps[-1][1] == 8
    assert rows(many) == rows(one)
    with Store(many) as store:
        # The same bytes are not examined again; another photograph in the same file is.
        photographs[0].write_bytes(photographs[0].read_bytes() + b"another")
        assert run_here(here, store, task, photographs, trusting=True).known == 7
        assert run_here(here, store, task, photographs) == Tally(examined=1, known=6, unread=1)
        assert store.decisions(task.method) == {"refer": 6, "ungradable": 1, "error": 1}


def test_who_has_another_version_is_refused(
    here: Connection, tmp_path: Path, model: Path, photographs: list[Path]
) -> None:
    other = Method("tiny", "9.9", "0" * 64, "{}")
    with Store(tmp_path / "s.sqlite") as store:
        for change, said in (
            ({"version": "0.0.1"}, r"it has FundusViewer .*, this computer 0\.0\.1"),
            ({"method": other}, r"its models are others: .* here tiny 9\.9 \(000000000000\)"),
            ({"model": "/nowhere/a.onnx"}, "cannot take part: .*a.onnx"),
        ):
            with pytest.raises(InputError, match=said):
                run_here(here, store, task_of(model, **change), photographs)
        assert store.decisions(other) in ({}, {"error": len(photographs)})


def test_a_run_that_is_stopped(
    here: Connection, tmp_path: Path, model: Path, photographs: list[Path]
) -> None:
    begin = time.monotonic()
    with Store(tmp_path / "s.sqlite") as store:
        tally = run_here(here, store, task_of(model), photographs * 100, cancelled=lambda: True)
        assert tally.total == 0
    assert time.monotonic() - begin < 20


def test_a_photograph_with_which_every_chunk_fails(
    here: Connection,
    tmp_path: Path,
    model: Path,
    photographs: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster_run, "examine_chunk", _failing)
    monkeypatch.setattr(cluster_run, "_RETRIES", 0)
    with Store(tmp_path / "s.sqlite") as store:
        tally = run_here(here, store, task_of(model), photographs[4:10])
        assert tally == Tally(examined=5, unread=1)
        (failed,) = (row for row in store.rows(task_of(model).method) if row.problem)
        assert failed.problem == "7.jpg: not examined (RuntimeError: out of luck)"


def _failing(task: Task, chunk: object) -> object:
    from fundusviewer.screening.cluster.work import Chunk, examine_chunk

    assert isinstance(chunk, Chunk)
    if any(path.endswith("/7.jpg") for path in chunk.paths):
        raise RuntimeError("out of luck")
    return examine_chunk(task, chunk)


def test_nobody_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fundusviewer.screening.cluster.connection.ANSWER_SECONDS", 0.5)
    with pytest.raises(NetworkError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9 "):
        Connection("tcp://127.0.0.1:9")
    for address in ("nonsense", "nonsense://server:1", "tcp://server", "local:x"):
        with pytest.raises(InputError, match="is no address of a Dask scheduler"):
            Connection(address)
    with pytest.raises(InputError, match="local:0: between 1 and 1024 processes"):
        Connection("local:0")


def test_the_list_waits_on_disk(tmp_path: Path) -> None:
    paths = [Path(f"/archive/{number}\nOD.jpg") for number in range(2500)]
    with Store(tmp_path / "s.sqlite") as store:
        listing = Listing(iter(paths), store.announce)
        handed_out: list[Path] = []
        while not listing.is_done:
            handed_out += listing.next(7)
        listing.close()
        assert handed_out == paths
        assert listing.found == 2500
        assert len(store.rows(Method("tiny", "1", "0" * 64, "{}"))) == 2500


@pytest.mark.parity
@pytest.mark.timeout(1200)
def test_whoever_is_killed(tmp_path: Path, model: Path, photographs: list[Path]) -> None:
    """Real processes: a worker, the scheduler and the client end in the middle by ``kill -9``."""
    folder = tmp_path / "clinic"
    photographs += write_photographs(folder, [f"more-{number}.jpg" for number in range(110)])
    one = one_process(tmp_path / "one.sqlite", model, photographs)
    many, port = tmp_path / "many.sqlite", free_port()
    command = [sys.executable, "-m", "fundusviewer", "screen", str(folder), "--model", str(model)]
    command += ["--database", str(many), "--dask", f"tcp://127.0.0.1:{port}"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}

    def begin() -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    with processes(3, port) as first, begin() as client:
        wait_for(many, 10)
        first[1].kill()
        wait_for(many, 25)
        # The scheduler, and a new one at its place, with workers of its own.
        first[0].kill()
        with processes(2, port):
            wait_for(many, 50)
            os.kill(client.pid, signal.SIGKILL)
            client.wait()
            assert examined(many) < len(photographs) - 1
            with begin() as again:
                said, _ = again.communicate(timeout=600)
    assert again.returncode == 1, said
    assert "1 not read, 0 not reached, 0 not stored" in said
    assert rows(many) == rows(one)


@pytest.mark.parity
@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux tells of them")
def test_ctrl_c_ends_all(tmp_path: Path, model: Path, photographs: list[Path]) -> None:
    folder = photographs[0].parent
    write_photographs(folder, [f"more-{number}.jpg" for number in range(2000)])
    database = tmp_path / "s.sqlite"
    command = [sys.executable, "-m", "fundusviewer", "screen", str(folder), "--model", str(model)]
    command += ["--database", str(database), "--dask", "local:2"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    with subprocess.Popen(
        command, env=environment, start_new_session=True, text=True, stdout=subprocess.PIPE
    ) as client:
        wait_for(database, 10)
        begin = time.monotonic()
        os.killpg(client.pid, signal.SIGINT)
        said, _ = client.communicate(timeout=60)
    assert time.monotonic() - begin < 30
    assert client.returncode == 1
    assert "Stopped before the end" in said
    until = time.monotonic() + 20
    while alive := alive_in(client.pid):
        assert time.monotonic() < until, alive
        time.sleep(0.1)


def alive_in(group: int) -> list[str]:
    """Return the processes of a group that have not ended."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = status.read_text().rpartition(")")
        except OSError:
            continue
        state, _parent, its_group = rest.split()[:3]
        if int(its_group) == group and state not in "ZX":
            found.append(name)
    return found


def examined(database: Path) -> int:
    import sqlite3

    if not database.exists():
        return 0
    connection = connect(database)
    try:
        return int(connection.execute("SELECT count(*) FROM result").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        connection.close()


def wait_for(database: Path, count: int) -> None:
    until = time.monotonic() + 400
    while examined(database) < count:
        assert time.monotonic() < until
        time.sleep(0.05)
