"""ClamAV over a real socket: what it says is believed only when it is whole; until then nothing is given out."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.claims.evidence.scan import Clamd, NoScanner, ScannerUnavailable, Verdict, build_scanner
from assistant.claims.reports.errors import Infected, NotScanned, Quarantined
from assistant.claims.reports.receipts import digest
from assistant.errors import InvalidSetting
from tests.assistant.benefits.world import PDF
from tests.assistant.claims.reports import fake_clamd
from tests.assistant.claims.reports.fake_clamd import EICAR, Behaviour, FakeClamd
from tests.assistant.claims.reports.world import World


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A file of several chunks."""
    path = tmp_path / "film"
    path.write_bytes(b"\0" * 300_000)
    return path


@pytest.mark.parametrize("behaviour", [fake_clamd.honest, fake_clamd.slow_words])
def test_a_clean_file_is_found_clean(film: Path, behaviour: Behaviour) -> None:
    with FakeClamd(behaviour) as daemon:
        assert Clamd(daemon.address).scan(film) == ("clean", "")


def test_a_virus_is_found_over_a_socket_file_too(tmp_path: Path, film: Path) -> None:
    film.write_bytes(b"\0" * 70_000 + EICAR)
    with FakeClamd(fake_clamd.honest, tmp_path / "clamd.ctl") as daemon:
        scanner = build_scanner(str(daemon.address))
        assert scanner.scan(film) == ("infected", "Eicar-Test-Signature")


@pytest.mark.parametrize(
    "behaviour",
    [
        fake_clamd.full,
        fake_clamd.error,
        fake_clamd.half,
        fake_clamd.unended,
        fake_clamd.hang_up,
        fake_clamd.endless,
        fake_clamd.other,
    ],
)
def test_a_daemon_that_misbehaves_has_said_nothing(film: Path, behaviour: Behaviour) -> None:
    with FakeClamd(behaviour) as daemon, pytest.raises(ScannerUnavailable):
        Clamd(daemon.address).scan(film)


def test_a_daemon_that_never_answers_is_not_waited_for(film: Path) -> None:
    with FakeClamd(fake_clamd.silent) as daemon, pytest.raises(ScannerUnavailable):
        Clamd(daemon.address, seconds=0.3).scan(film)


def test_no_daemon_there_is_no_answer(tmp_path: Path, film: Path) -> None:
    for address in (("127.0.0.1", 1), str(tmp_path / "nothing.ctl")):
        with pytest.raises(ScannerUnavailable):
            Clamd(address, seconds=2).scan(film)


def test_settings_name_a_port_a_socket_file_or_none() -> None:
    assert isinstance(build_scanner(""), NoScanner)
    assert isinstance(build_scanner("off"), NoScanner)
    for fine in ("localhost:3310", "[::1]:3310", "/run/clamav/clamd.ctl"):
        assert isinstance(build_scanner(fine), Clamd)
    for wrong in ("clamd", "localhost:", "localhost:99999", "http://x/"):
        with pytest.raises(InvalidSetting):
            build_scanner(wrong)


def test_an_infected_file_is_not_taken(world: World) -> None:
    owner = digest(world.draft())
    with FakeClamd(fake_clamd.honest) as daemon:
        world.scan_with(Clamd(daemon.address))
        with pytest.raises(Infected):
            world.file(owner, PDF + EICAR)
        world.file(owner)
    assert [file.scan for file in world.claims.evidence.of(owner)] == ["clean"]
    assert len([path for path in (world.home / "claims").rglob("*") if path.is_file()]) == 1


def test_a_file_that_could_not_be_scanned_waits_and_is_given_to_nobody(any_world: World) -> None:
    receipt, _ = any_world.report()
    evidence = any_world.claims.evidence
    with FakeClamd(fake_clamd.hang_up) as daemon:
        any_world.scan_with(Clamd(daemon.address))
        good, bad = any_world.file(receipt), any_world.file(receipt, PDF + EICAR, "b.pdf")
        assert [file.scan for file in evidence.of(receipt)] == ["waiting", "waiting"]
        with pytest.raises(NotScanned):
            any_world.claims.desk.give(receipt, good)
        assert any_world.claims.caretaker.once()["evidence_scanned"] == 0
        daemon.behaviour = fake_clamd.honest
        any_world.clock.forward(seconds=61)
        assert any_world.claims.caretaker.once()["evidence_scanned"] == 2
    assert any_world.claims.desk.give(receipt, good).path.read_bytes() == PDF
    with pytest.raises(Quarantined):
        any_world.claims.desk.give(receipt, bad)


def test_a_scanner_that_does_not_answer_is_left_alone_for_a_minute(world: World) -> None:
    receipt, _ = world.report()
    asked: list[Path] = []

    class Silent:
        def scan(self, path: Path) -> Verdict:
            asked.append(path)
            raise ScannerUnavailable(silent=True)

    world.scan_with(Silent())
    for number in range(3):
        world.file(receipt, PDF, f"{number}.pdf")
    assert world.claims.evidence.rescan() == 0
    assert len(asked) == 1
    world.clock.forward(seconds=61)
    world.file(receipt, PDF, "4.pdf")
    assert len(asked) == 2


def test_what_came_in_without_a_scanner_is_scanned_before_it_is_given_once_there_is_one(world: World) -> None:
    receipt, code = world.report()
    bad = world.file(receipt, PDF + EICAR)
    assert world.claims.desk.give(receipt, bad).name == "聊天记录.pdf"
    with FakeClamd(fake_clamd.honest) as daemon:
        world.scan_with(Clamd(daemon.address))
        with pytest.raises(Quarantined):
            world.claims.desk.give(receipt, bad)
    assert world.claims.evidence.of(receipt)[0].scan == "infected"
    assert "查出病毒" in world.claims.reports.status(receipt, code).message
