"""The reading process itself: what it may not do, how it ends, and that its end harms nobody."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ingest.documents import process as processes
from ingest.documents.channel import Broken
from ingest.documents.isolate import GIVEN_UP, TOO_SLOW, UNREADABLE, Reader
from ingest.documents.open import LARGEST_FILE, open_documents
from ingest.documents.process import Limits, Process, ReaderUnavailable
from ingest.documents.reading import Job
from tests.ingest.documents.office_files import plain_word, zipped

PLAIN = Job("甲.docx", plain_word())


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


def alive(number: int) -> bool:
    """Whether a process exists, be it only as a zombie."""
    return Path(f"/proc/{number}").exists()


def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """A reading process that misbehaves as ``script`` says, once it is ready."""
    helpers = (
        "import os, sys, time, struct, json\n"
        "out = sys.stdout.buffer\n"
        "def frame(value):\n"
        "    body = value if isinstance(value, bytes) else json.dumps(value).encode()\n"
        "    out.write(struct.pack('<I', len(body)) + body)\n"
        "    out.flush()\n"
        "frame({'ready': 1})\n"
        "size = struct.unpack('<I', sys.stdin.buffer.read(4))[0]\n"
        "job = json.loads(sys.stdin.buffer.read(size))\n"
        "data = sys.stdin.buffer.read(job['size'])\n"
    )
    (tmp_path / "misbehaving_reader.py").write_text(helpers + script)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(processes, "_WORKER", "misbehaving_reader")


def test_one_process_serves_many_files(reader: Reader) -> None:
    numbers = set()
    for _ in range(3):
        assert [document.name for document in reader.read(PLAIN).documents] == ["甲.docx"]
        numbers.add(reader.warm())
    assert len(numbers) == 1


def test_url_and_member_come_back_with_the_document(reader: Reader) -> None:
    job = Job("包.zip", zipped({"内/甲.docx": plain_word()}), url="https://example.org/a.zip")
    (document,) = reader.read(job).documents
    assert (document.file, document.member, document.url) == ("包.zip", "内/甲.docx", "https://example.org/a.zip")
    assert [text.at.words for text in document.texts()] == ["内/甲.docx，第 1 段"]


def test_nothing_is_left_of_a_closed_reader(reader: Reader) -> None:
    number = reader.warm()
    assert alive(number)
    reader.close()
    assert not alive(number)


def test_a_closed_reader_starts_anew(reader: Reader) -> None:
    first = reader.warm()
    reader.close()
    assert reader.read(PLAIN).documents and reader.warm() != first


def test_a_killed_process_is_replaced_unnoticed(reader: Reader) -> None:
    number = reader.warm()
    os.kill(number, 9)
    while reader._process is not None and reader._process.usable:
        time.sleep(0.01)
    assert reader.read(PLAIN).documents
    assert not alive(number)


def test_files_of_many_threads_are_read_each_as_itself(reader: Reader) -> None:
    jobs = [Job(f"{number}.txt", f"第 {number} 份".encode()) for number in range(20)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(reader.read, jobs))
    assert [[text.text for text in reading.documents[0].texts()] for reading in found] == [
        [f"第 {number} 份"] for number in range(20)
    ]


def test_a_process_started_by_a_thread_outlives_it(reader: Reader) -> None:
    thread = threading.Thread(target=reader.warm)
    thread.start()
    thread.join()
    number = reader.warm()
    assert reader.read(PLAIN).documents and reader.warm() == number


def test_after_a_fork_the_child_reads_with_a_process_of_its_own(reader: Reader) -> None:
    number = reader.warm()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()

    def read() -> None:
        theirs.send((len(reader.read(PLAIN).documents), reader.warm()))
        reader.close()

    child = context.Process(target=read)
    child.start()
    documents, other = ours.recv()
    child.join()
    assert documents == 1 and other != number
    assert reader.read(PLAIN).documents and reader.warm() == number


def test_the_process_ends_with_its_parent(tmp_path: Path) -> None:
    script = (
        "from ingest.documents.isolate import shared\n"
        "print(shared().warm(), flush=True)\n"
        "import os, sys; os._exit(0) if sys.argv[1] == 'killed' else None\n"
    )
    for how in ("killed", "ended"):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", script, how], capture_output=True, text=True, check=True
        )
        number = int(done.stdout)
        while alive(number) and "Z" not in Path(f"/proc/{number}/stat").read_text().split(")")[1]:
            time.sleep(0.01)
        assert done.stderr == ""


def test_no_secret_of_ours_is_in_its_environment(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANQUAN_LLM_KEY", "geheim")
    assert b"geheim" not in Path(f"/proc/{reader.warm()}/environ").read_bytes()


@pytest.mark.parametrize(
    "script",
    [
        "os._exit(3)",
        "os.kill(os.getpid(), 11)",
        "frame(b'no json')",
        "frame([1])",
        "frame({'started': ['', 0], 'more': 1})",
        "frame({'document': {'format': 'exe'}})",
        "frame({'document': 5})",
        "frame({'problem': {'reason': 1}})",
        "frame({'crashed': 'KeyError'})",
        "out.write(struct.pack('<I', 1 << 31)); out.flush()",
        "frame({'document': {'file': 'a', 'format': 'docx', 'title': '', 'member': '', 'warnings': [], 'blocks': [['table', [['x', {}, 1, 1, False, []]], [[0, 0], [0]], {}]]}})",
        "frame({'document': {'file': 'a', 'format': 'docx', 'title': '', 'member': '', 'warnings': [], 'blocks': [['table', [], [[7]], {}]]}})",
        "frame({'document': {'file': 'a', 'format': 'docx', 'title': '', 'member': '', 'warnings': [], 'blocks': [['text', 5, {}, 0, False, '']]}})",
        "frame({'document': {'file': 'a', 'format': 'docx', 'title': '', 'member': '', 'warnings': [], 'blocks': [['text', 'x', {'line': 'y'}, 0, False, '']]}})",
    ],
)
def test_a_process_that_dies_or_lies_is_one_line(
    script: str, reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in(monkeypatch, tmp_path, script)
    reading = reader.read(PLAIN)
    assert [problem.reason for problem in reading.problems] == [UNREADABLE]
    assert reading.documents == []


def test_a_silent_process_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(monkeypatch, tmp_path, "time.sleep(600)")
    reader = Reader(Limits(silence=0.05))
    number = reader.warm()
    assert [problem.reason for problem in reader.read(PLAIN).problems] == [TOO_SLOW]
    assert not alive(number)


def test_a_process_that_never_reads_does_not_hold_us_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "deaf.py").write_text(
        "import sys, time\nsys.stdout.buffer.write(b'\\x0b\\0\\0\\0{\"ready\":1}')\nsys.stdout.flush()\ntime.sleep(600)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(processes, "_WORKER", "deaf")
    reader = Reader(Limits(silence=0.05))
    assert [problem.reason for problem in reader.read(Job("大.txt", bytes(1 << 20))).problems] == [TOO_SLOW]


def test_a_process_that_talks_without_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(monkeypatch, tmp_path, "while True: frame({'started': ['x', 0]})")
    assert [problem.reason for problem in Reader(Limits(answer=10_000)).read(PLAIN).problems] == [UNREADABLE]


def test_a_process_that_does_not_start_is_our_fault_and_not_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_WORKER", "no_such_module")
    with pytest.raises(ReaderUnavailable):
        Reader().read(PLAIN)


def test_the_members_after_a_fatal_one_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = (
        "for number in range(job['skip'] + 1, 4):\n"
        "    frame({'started': [f'{number}.txt', number]})\n"
        "    if number == 2: os._exit(9)\n"
        "    text = ['text', str(number), {}, 0, False, '']\n"
        "    frame({'document': {'file': 'a.zip', 'format': 'text', 'title': '', 'member': f'{number}.txt', 'warnings': [], 'blocks': [text]}})\n"
        "frame({'done': 1})\n"
    )
    stand_in(monkeypatch, tmp_path, script)
    reader = Reader()
    reading = reader.read(Job("a.zip", b"PK"))
    reader.close()
    assert [document.member for document in reading.documents] == ["1.txt", "3.txt"]
    assert [(problem.reason, problem.at and problem.at.member) for problem in reading.problems] == [
        (UNREADABLE, "2.txt")
    ]


def test_an_archive_of_fatal_members_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(monkeypatch, tmp_path, "frame({'started': ['x', job['skip'] + 1]}); os._exit(9)")
    reasons = [problem.reason for problem in Reader().read(Job("a.zip", b"PK")).problems]
    assert reasons == [UNREADABLE] * 5 + [GIVEN_UP]


def test_empty_and_oversized_files_are_told_without_a_process() -> None:
    class Never(Reader):
        def read(self, job: Job) -> Any:
            raise AssertionError

    for data, word in ((b"", "空的"), (bytes(LARGEST_FILE + 1), "太大")):
        (problem,) = open_documents("a.docx", data, reader=Never()).problems
        assert word in problem.reason and problem.severity == "rejected"


ATTEMPTS = {
    "connect": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "write": "open('/tmp/quanquan-written', 'w')",
    "run": "import subprocess; subprocess.run(['true'])",
    "fork": "import os; os.fork()",
    "remove": "import os; os.remove('/tmp/quanquan-written')",
}


@pytest.mark.parametrize("what", ATTEMPTS)
def test_the_enclosed_process_can_do_no_harm(what: str) -> None:
    script = f"from ingest.documents import sandbox\nsandbox.enclose()\ntry:\n    {ATTEMPTS[what]}\nexcept PermissionError:\n    print('refused')\n"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"


def test_memory_beyond_the_room_of_a_file_is_refused() -> None:
    script = (
        "from ingest.documents import sandbox\nsandbox.enclose()\nsandbox.allow_memory('docx')\n"
        "try:\n    bytearray(1100 << 20)\nexcept MemoryError:\n    print('refused')\n"
        "sandbox.rest()\nbytearray(1100 << 20)\nprint('allowed')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\nallowed\n"


def test_the_process_keeps_its_own_time() -> None:
    script = "from ingest.documents import sandbox\nsandbox.enclose()\nsandbox.CPU_SECONDS = 0\nsandbox.allow_time('docx')\nwhile True: pass\n"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode < 0


def test_a_channel_that_is_closed_says_so() -> None:
    process = Process()
    process._popen.kill()
    with pytest.raises(Broken):
        list(process.frames(PLAIN, Limits(), ends=float("inf")))
    process.end()
