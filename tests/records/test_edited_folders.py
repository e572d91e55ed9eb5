"""Folders that somebody edited, or that come from elsewhere: they are read, or refused with one located error."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import assert_refused, patchrace
from mutated import mutated_bytes, mutated_document, places, with_bytes, with_document
from written_folders import GRID, USES, run_study, write_all

import sim
from sim.records import netcdf
from sim.sweeps import shards

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of each kind."""
    top = tmp_path_factory.mktemp("written")
    write_all(top)
    return top


@pytest.fixture
def copied(folders: Path, tmp_path: Path) -> Path:
    """The same folders, to be spoilt."""
    shutil.copytree(folders, tmp_path / "copied")
    return tmp_path / "copied"


def outcome(use: Callable[[Path], None], folder: Path) -> str:
    """That a folder could be used, or was refused with one located error. Anything else fails."""
    try:
        use(folder)
    except sim.InputError as error:
        (problem,) = error.problems
        assert problem.place, problem
        assert len(str(problem).splitlines()) == 1
        return "refused"
    return "used"


def seeds(few: int, many: int) -> pytest.MarkDecorator:
    """A few seeds of mutations in the usual tests, and more of them in `make verify`."""
    return pytest.mark.parametrize("seeds", [few, pytest.param(many, marks=pytest.mark.verify)])


@seeds(30, 200)
@pytest.mark.parametrize("kind", USES)
def test_a_mutated_manifest_is_read_or_refused(copied: Path, kind: str, seeds: int) -> None:
    found = []
    for seed in range(seeds):
        chance = random.Random(f"{kind} manifest {seed}")
        restore = with_document(copied / kind / "manifest.json", chance)
        found.append(outcome(USES[kind], copied / kind))
        restore()
    assert {"used", "refused"} == set(found)
    assert outcome(USES[kind], copied / kind) == "used"


@seeds(5, 30)
@pytest.mark.parametrize("kind", USES)
def test_mutated_bytes_with_their_checksum_are_read_or_refused(copied: Path, kind: str, seeds: int) -> None:
    names = sorted(json.loads((copied / kind / "manifest.json").read_text(encoding="utf-8"))["files"])
    found = []
    for name in names:
        for seed in range(seeds // 3 + 1 if name == "curves.nc" else seeds):
            restore = with_bytes(copied / kind, name, random.Random(f"{kind} {name} {seed}"))
            found.append(outcome(USES[kind], copied / kind))
            restore()
    assert {"used", "refused"} == set(found)


@seeds(10, 40)
@pytest.mark.parametrize("name", ["study.json", "manifest.json"])
def test_a_study_goes_on_or_is_refused_where_its_notes_are_mutated(copied: Path, name: str, seeds: int) -> None:
    def go_on(folder: Path) -> None:
        run_study(GRID, copied, folder.name)

    found = []
    for seed in range(seeds):
        shutil.copytree(copied / "grid", copied / "mutated")
        with_document(copied / "mutated" / name, random.Random(f"{name} {seed}"))
        found.append(outcome(go_on, copied / "mutated"))
        shutil.rmtree(copied / "mutated")
    assert "used" in found


@seeds(8, 40)
def test_a_study_goes_on_where_its_shards_are_mutated(copied: Path, seeds: int) -> None:
    tables = ("estimates.parquet", "replications.parquet")
    whole = {name: (copied / "grid" / name).read_bytes() for name in tables}
    (copied / "grid" / "manifest.json").unlink()
    names = sorted(path.name for path in (copied / "grid" / "shards").iterdir())
    for seed in range(seeds):
        chance = random.Random(f"shard {seed}")
        shutil.copytree(copied / "grid", copied / "mutated")
        path = copied / "mutated" / "shards" / chance.choice(names)
        path.write_bytes(mutated_bytes(path.read_bytes(), chance))
        run_study(GRID, copied, "mutated")
        assert {name: (copied / "mutated" / name).read_bytes() for name in tables} == whole
        shutil.rmtree(copied / "mutated")


@seeds(12, 50)
def test_mutated_shards_with_their_checksum_are_read_or_refused(copied: Path, seeds: int) -> None:
    def go_on(folder: Path) -> None:
        run_study(GRID, copied, folder.name)

    (copied / "grid" / "manifest.json").unlink()
    found = []
    for seed in range(seeds):
        chance = random.Random(f"forged shard {seed}")
        shutil.copytree(copied / "grid", copied / "mutated")
        path = chance.choice(sorted((copied / "mutated" / "shards").iterdir()))
        content = mutated_bytes(path.read_bytes(), chance)
        path.unlink()
        path.with_name(f"{hashlib.blake2b(content, digest_size=16).hexdigest()}.parquet").write_bytes(content)
        found.append(outcome(go_on, copied / "mutated"))
        shutil.rmtree(copied / "mutated")
    assert "refused" in found


def noting(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    path = folder / "manifest.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def device(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


def link_outside(path: Path) -> None:
    outside = path.parent.parent / "outside"
    path.rename(outside)
    path.symlink_to(outside)


def endless(path: Path) -> None:
    os.truncate(path, 2**40)


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [pipe, device, link_outside, endless, folder_instead])
@pytest.mark.parametrize("name", ["manifest.json", "replications.parquet"])
@pytest.mark.parametrize("kind", USES)
def test_only_regular_files_of_a_sensible_size_are_read(
    copied: Path, kind: str, name: str, spoil: Callable[[Path], None]
) -> None:
    """Faults, item 9: a FIFO hangs, /dev/zero in a manifest takes all memory."""
    path = copied / kind / name
    before = time.process_time()
    spoil(path)
    if name == "manifest.json" and spoil is link_outside:
        assert outcome(USES[kind], copied / kind) == "used"  # what it says is checked, wherever it lies
        return
    assert outcome(USES[kind], copied / kind) == "refused"
    assert time.process_time() - before < 20


@pytest.mark.parametrize("spoil", [pipe, device, link_outside, endless, folder_instead])
@pytest.mark.parametrize("kind", ["result", "grid"])
def test_so_are_curves(copied: Path, kind: str, spoil: Callable[[Path], None]) -> None:
    spoil(copied / kind / "curves.nc")
    assert outcome(USES[kind], copied / kind) == "refused"


@pytest.mark.parametrize("spoil", [pipe, device, endless, folder_instead])
def test_a_study_goes_on_beside_what_is_no_shard(copied: Path, spoil: Callable[[Path], None]) -> None:
    path = copied / "grid" / "shards" / f"{0:032x}.parquet"
    path.write_bytes(b"")
    spoil(path)
    (copied / "grid" / "manifest.json").unlink()
    assert len(run_study(GRID, copied, "grid").finished) == 4


@pytest.mark.parametrize(
    "name", ["/dev/zero", "../outside", "a/../../outside", "./a", "a//b", "", ".", "..", "a\0b", "x" * 5_000, "shards"]
)
@pytest.mark.parametrize("kind", USES)
def test_names_in_a_manifest_stay_in_their_folder(copied: Path, kind: str, name: str) -> None:
    """Faults, item 9: `../` is read."""
    (copied / "outside").write_text("secret", encoding="utf-8")
    digits = hashlib.blake2b(b"secret", digest_size=16).hexdigest()
    noting(copied / kind, lambda document: document["files"].update({name: digits}))
    assert outcome(USES[kind], copied / kind) == "refused"


TEXTS: dict[str, str | bytes] = {
    "nothing": "",
    "not JSON": "{",
    "NaN": '{"format": NaN}',
    "deep": '{"format":' * 100_000 + "1" + "}" * 100_000,
    "long number": '{"format": ' + "9" * 100_000 + "}",
    "half a letter": '{"format": "\\ud800"}',
    "not UTF-8": b"\xff\xfe{}",
    "a list": "[]",
    "a text": '"patchrace result 1"',
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", USES)
def test_whatever_stands_in_place_of_a_manifest_is_refused(copied: Path, kind: str, text: str) -> None:
    content = TEXTS[text]
    path = copied / kind / "manifest.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert outcome(USES[kind], copied / kind) == "refused"


@pytest.mark.parametrize("kind", ["result", "comparison"])
def test_a_scenario_that_was_not_run_is_refused(copied: Path, kind: str) -> None:
    noting(copied / kind, lambda document: document["scenario"]["populations"]["north"].update(organizations=21))
    with pytest.raises(sim.InputError, match=r"manifest\.json: scenario: is not what was run"):
        USES[kind](copied / kind)


@pytest.mark.parametrize("kind", ["result", "comparison"])
def test_a_table_without_the_rows_of_a_million_replications_is_refused(copied: Path, kind: str) -> None:
    def many(document: dict[str, Any]) -> None:
        document["replications"] = document["scenario"]["replications"] = 10**6
        scenario = sim.Scenario.from_dict(document["scenario"])
        document["digest"] = scenario.digest

    noting(copied / kind, many)
    assert outcome(USES[kind], copied / kind) == "refused"


def test_commands_refuse_edited_folders_with_one_line(copied: Path) -> None:
    noting(copied / "result", lambda document: document.update(engine=7))
    noting(copied / "indices", lambda document: document.update(points="none"))
    words = ("result/manifest.json: engine: 7", "is not as this program writes it")
    for command in ("rerun", "report", "explore"):
        assert_refused(patchrace(command, "result", folder=copied), *words)
    refused = patchrace("sensitivity", "indices", folder=copied)
    assert_refused(refused, "indices/manifest.json: points: 'none'", "valid list")


def test_mutations_reach_every_depth_and_every_kind() -> None:
    document = {"a": [1, {"b": "c"}], "d": {"e": None}}
    assert len(list(places(document))) == 6
    every = {json.dumps(mutated_document(document, random.Random(seed))) for seed in range(500)}
    assert len(every) > 100
    assert document == {"a": [1, {"b": "c"}], "d": {"e": None}}
    assert len({mutated_bytes(b"0123456789" * 10, random.Random(seed)) for seed in range(300)}) > 200


def test_a_shard_says_what_it_holds(folders: Path) -> None:
    whole, spoilt = shards.finished(folders / "grid", shards.shapes_of(3, 1, 21))
    assert sum(len(each.keys) for each in whole) == 8
    assert spoilt == []
    with pytest.raises(sim.InputError, match="has no lists of 22 numbers"):
        shards.finished(folders / "grid", shards.shapes_of(3, 1, 1) | {"curves": (22,)})


@pytest.mark.parametrize(
    "reader", ["while True: pass", "import os; os.abort()", "bytearray(2**50)", "raise ValueError"]
)
def test_a_file_that_ends_or_stops_its_reader_is_refused(
    copied: Path, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    """HDF5 never returns from about one of 250 files with a few flipped bytes."""
    limits = netcdf.READER[: netcdf.READER.index("import h5py")]
    monkeypatch.setattr(netcdf, "READER", limits + reader)
    monkeypatch.setattr(netcdf, "SECONDS", 1)
    for kind in ("result", "grid"):
        with pytest.raises(sim.InputError, match=r"curves\.nc: is damaged"):
            USES[kind](copied / kind)


def test_two_points_of_a_grid_that_were_made_equal_are_told(copied: Path) -> None:
    """fuzz: curves."""
    import pandas as pd

    study = sim.open_study(copied / "grid")
    path = study.parameters[0].path
    table = pd.DataFrame(study.estimates)
    table[path] = table[path].iloc[0]
    study.__dict__["estimates"] = table
    with pytest.raises(sim.InputError, match=r"estimates\.parquet.*cannot be read"):
        study.to_xarray()
