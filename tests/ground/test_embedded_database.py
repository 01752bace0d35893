"""The embedded server is shared, stops with the last one who uses it, and survives being killed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from factcheck.embedded_database.account import choose_account, grant
from factcheck.embedded_database.server import OWNER, PORT, Server, ServerFailed

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another user")
JOIN = """
import sys
from pathlib import Path
from factcheck.embedded_database.server import Server
server = Server(Path(sys.argv[1]))
server.join()
print("joined", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    # Not pytest's own folder: it is closed again whenever another run of pytest starts, under a running server.
    path = Path(tempfile.mkdtemp(prefix="factcheck tests "))
    first = Server(path / "postgres")
    first.join()
    first.leave()
    yield path
    shutil.rmtree(path)


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    server = Server(folder / "postgres")
    yield server
    server.leave()
    assert server.postmaster is None


def ask(server: Server) -> str:
    connection = psycopg2.connect(host=str(server.socket_dir), port=PORT, user=OWNER, dbname="factcheck")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('data_checksums') || ' ' || current_setting('fsync')")
            return str(cursor.fetchone()[0])
    finally:
        connection.close()


def another_process(server: Server) -> subprocess.Popen[str]:
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", JOIN, str(server.home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "joined\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=30)


def running(server: Server) -> int:
    process = server.postmaster
    assert process is not None
    return process.pid


def test_it_starts_with_the_first_and_keeps_its_promises_to_the_disk(server: Server) -> None:
    server.join()

    assert ask(server) == "on on"


def test_nobody_else_can_look_into_its_folder(server: Server) -> None:
    server.join()

    assert server.home.stat().st_mode & 0o777 == 0o700
    assert (server.home / "data").stat().st_mode & 0o777 == 0o700
    assert server.home.stat().st_uid == choose_account(server.home).uid


def test_it_listens_on_no_network(server: Server) -> None:
    server.join()

    process = server.postmaster
    assert process is not None
    assert process.net_connections("inet") == []


def test_a_second_process_joins_the_same_server_and_the_last_one_out_stops_it(server: Server) -> None:
    server.join()
    first = running(server)
    other = another_process(server)

    server.leave()
    assert running(server) == first

    end(other)
    assert server.postmaster is None


def test_the_first_one_out_leaves_it_running(server: Server) -> None:
    server.join()

    end(another_process(server))

    assert ask(server)


def test_after_its_only_user_was_killed_the_next_one_takes_it_over(server: Server) -> None:
    other = another_process(server)
    other.kill()
    end(other)
    orphan = running(server)

    server.join()

    assert running(server) == orphan
    assert ask(server)


def test_after_the_server_was_killed_the_next_connection_starts_it_again(server: Server) -> None:
    server.join()
    killed = running(server)
    os.kill(killed, signal.SIGKILL)
    while server.postmaster is not None:
        time.sleep(0.01)

    server.join()

    assert running(server) != killed
    assert ask(server)


def test_a_number_that_now_belongs_to_another_program_does_not_keep_it_from_starting(server: Server) -> None:
    server.join()
    server.leave()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n1\n{PORT}\n\n\n1 1\nready\n")

    server.join()

    assert ask(server)


def test_a_forked_child_neither_stops_it_nor_counts_as_a_user(server: Server) -> None:
    server.join()
    child = os.fork()
    if child == 0:
        server.leave()
        os._exit(0)
    os.waitpid(child, 0)
    other = another_process(server)

    assert ask(server)
    end(other)
    assert ask(server)


def test_a_path_too_long_for_a_socket_works(folder: Path) -> None:
    home = folder / ("long" * 30) / "postgres"
    home.parent.mkdir()
    shutil.copytree(folder / "postgres", home, ignore=shutil.ignore_patterns("*.lock"), dirs_exist_ok=True)
    account = choose_account(folder / "postgres")
    if account.is_somebody_else:
        subprocess.run(["chown", "-R", account.name, home], check=True)  # noqa: S603, S607
    server = Server(home)

    server.join()
    try:
        assert server.socket_dir.stat().st_mode & 0o777 == 0o700
        assert ask(server)
    finally:
        server.leave()
    assert not server.socket_dir.exists()


@AS_ROOT
def test_as_root_it_opens_no_more_than_the_way_and_says_so(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    closed = folder / "home"
    closed.mkdir(mode=0o700)
    account = choose_account(folder / "postgres")

    grant(closed, 0o1, account)
    grant(closed, 0o1, account)

    assert closed.stat().st_mode & 0o777 == 0o701
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert f"let {account.name} pass through {closed}" in said


@AS_ROOT
def test_a_folder_of_a_stranger_is_refused(folder: Path) -> None:
    home = folder / "stranger"
    server = Server(home)
    home.symlink_to(folder)

    with pytest.raises(ServerFailed, match="does not belong to"):
        server.join()


def test_a_server_that_cannot_start_gives_the_reason_in_one_line(folder: Path, server: Server) -> None:
    (server.data / "PG_VERSION").write_text("12\n")
    try:
        with pytest.raises(
            ServerFailed, match=r"^The embedded database cannot be used. pg_ctl failed. .*FATAL: .*"
        ) as failed:
            server.join()
    finally:
        (server.data / "PG_VERSION").write_text("18\n")

    assert "\n" not in str(failed.value)
