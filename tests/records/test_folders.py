"""What is ours: folders and files are replaced only where this program wrote them, and written whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import assert_refused, patchrace
from small_race import SCENARIO, small_study

import sim
from sim.records.marked_page import owner_of, why_not_replaced, with_mark
from sim.records.ownership import FolderKind
from sim.records.unfinished import unfinished
from sim.records.whole import check_file, whole_folder, write_file

KIND = FolderKind("thing", maker="make")
SMALL = """\
name: Small
start: 2024-03-01
horizon: 60d
replications: 3
seed: 1
timeline: {fix: 10d}
populations: {firms: {organizations: 50}}
remediations:
  update: {available: fix, adoption: {law: weibull, scale: 8d, shape: 0.9}, uptake: 0.9}
campaigns:
  scan: {begins: 3d, strategy: random, addresses: 1_000, rate: 60/d, success: 0.5}
"""
STUDY = "scenario: small.yaml\nreplications: 2\nvary:\n  timeline.fix: [8d, 10d]\n"
CLIENT = "name: NAME\ndeployment: on_prem\npatches_after: 10d\n"


def written(folder: Path, text: str = "mine") -> Path:
    """Put a file into a folder as somebody else's."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def thing(out: Path, text: str = "one", other: str | None = None) -> Path:
    """Write a folder of a kind, in the way of all commands."""
    with whole_folder(out, KIND, lambda _: other) as folder:
        (folder.content / "a.txt").write_text(text, encoding="utf-8")
        (folder.content / "sub").mkdir()
        (folder.content / "sub" / "b.txt").write_text(text, encoding="utf-8")
        return folder.put({"about": "things"})


# One rule


def test_a_folder_of_ours_is_replaced(tmp_path: Path) -> None:
    thing(tmp_path / "out")
    assert thing(tmp_path / "out", "two") == tmp_path / "out"
    assert (tmp_path / "out" / "sub" / "b.txt").read_text() == "two"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def foreign_manifest(folder: Path) -> None:
    written(folder / "manifest.json", '{"format": "another program 1", "files": {}}')


def changed_file(folder: Path) -> None:
    thing(folder)
    written(folder / "sub" / "b.txt", "edited")


def added_file(folder: Path) -> None:
    thing(folder)
    written(folder / "sub" / "deep" / "notes.txt")


def added_link(folder: Path) -> None:
    thing(folder)
    (folder / "sub" / "link").symlink_to(folder.parent)


def link_in_place_of_a_file(folder: Path) -> None:
    thing(folder)
    (folder.parent / "elsewhere.txt").write_text("one", encoding="utf-8")
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(folder.parent / "elsewhere.txt")


def added_pipe(folder: Path) -> None:
    thing(folder)
    os.mkfifo(folder / "pipe")


def marker_that_is_a_link(folder: Path) -> None:
    thing(folder.parent / "real")
    folder.mkdir()
    (folder / "manifest.json").symlink_to(folder.parent / "real" / "manifest.json")
    written(folder / "thesis.txt")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: written(folder / "a.txt"), "something that is not a thing"),
        (foreign_manifest, "something that is not a thing"),
        (marker_that_is_a_link, "something that is not a thing"),
        (changed_file, r"changed or added since \(sub/b\.txt\)"),
        (added_file, r"changed or added since \(sub/deep/notes\.txt\)"),
        (added_link, r"changed or added since \(sub/link\)"),
        (link_in_place_of_a_file, r"changed or added since \(a\.txt\)"),
        (added_pipe, r"changed or added since \(pipe\)"),
    ],
)
def test_what_is_not_ours_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], object], reason: str
) -> None:
    make(tmp_path / "out")
    before = sorted(each.name for each in tmp_path.rglob("*"))
    with pytest.raises(sim.InputError, match=reason):
        thing(tmp_path / "out", "two")
    assert sorted(each.name for each in tmp_path.rglob("*")) == before


def test_what_file_managers_leave_is_nobodys(tmp_path: Path) -> None:
    written(tmp_path / "out" / ".DS_Store", "")
    thing(tmp_path / "out")
    written(tmp_path / "out" / "Thumbs.db", "")
    thing(tmp_path / "out", "two")
    assert (tmp_path / "out" / "a.txt").read_text() == "two"


def test_a_folder_of_another_case_is_refused(tmp_path: Path) -> None:
    thing(tmp_path / "out")
    with pytest.raises(sim.InputError, match="holds another thing; name another folder"):
        thing(tmp_path / "out", "two", other="another thing")
    assert (tmp_path / "out" / "a.txt").read_text() == "one"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("page.pdf", "named like a file; a thing is a folder"), ("file", "is a file, not a folder"), (".", "you are in")],
)
def test_what_is_no_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "file")
    with pytest.raises(sim.InputError, match=reason):
        thing(Path(name))
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_link_is_followed_and_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    assert thing(tmp_path / "link") == tmp_path / "real"
    thing(tmp_path / "link", "two")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "a.txt").read_text() == "two"


def test_what_somebody_puts_there_meanwhile_survives_and_so_does_the_work(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "out", KIND, lambda _: None) as folder:
        (folder.content / "a.txt").write_text("one", encoding="utf-8")
        written(tmp_path / "out" / "thesis.txt")
        with pytest.raises(sim.InputError, match=r"not a thing.*What came out meanwhile is in .*out-2"):
            folder.put({})
    assert (tmp_path / "out" / "thesis.txt").read_text() == "mine"
    assert (tmp_path / "out-2" / "a.txt").read_text() == "one"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out", "out-2"]


# What killed processes leave behind

KILLED = """
import os, signal, sys
from pathlib import Path
from sim.records import unfinished as records
from sim.records.ownership import FolderKind
from sim.records.whole import whole_folder
out, moment = Path(sys.argv[1]), sys.argv[2]
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
with whole_folder(out, FolderKind("thing", maker="make"), lambda _: None) as folder:
    (folder.content / "a.txt").write_text("killed", encoding="utf-8")
    if moment == "between":
        real = os.replace
        os.replace = lambda old, new: kill() if Path(new) == out else real(old, new)
        folder.put({})
    elif moment == "waiting":
        print("waiting", flush=True)
        sys.stdin.read()
    kill()
"""


def killed(out: Path, moment: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(out), moment], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL


def hidden(folder: Path) -> list[Path]:
    return list(folder.glob(".*"))


def test_what_a_killed_process_left_is_removed_by_the_next_that_writes_there(tmp_path: Path) -> None:
    for name in ("out", "other"):
        killed(tmp_path / name, "while filling")
        assert [each.name.split(".unfinished-")[0] for each in hidden(tmp_path)] == [f".{name}"]
    thing(tmp_path / "third")
    assert [each.name for each in tmp_path.iterdir()] == ["third"]


def test_what_was_moved_away_comes_back(tmp_path: Path) -> None:
    thing(tmp_path / "out")
    killed(tmp_path / "out", "between")
    assert not (tmp_path / "out").exists()
    thing(tmp_path / "elsewhere")
    assert (tmp_path / "out" / "a.txt").read_text() == "one"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["elsewhere", "out"]


def test_what_a_living_process_works_on_is_left_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path / "out"), "waiting"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        with unfinished(tmp_path / "here"):
            thing(tmp_path / "other")
            assert len(hidden(tmp_path)) == 2
        (of_the_living,) = hidden(tmp_path)
        assert (of_the_living / "content" / "a.txt").read_text() == "killed"
        process.kill()
    thing(tmp_path / "other")
    assert hidden(tmp_path) == []


@pytest.mark.parametrize("name", [".out.unfinished-123", ".out.replaced-123", ".out.unfinished-abcdefgh"])
def test_what_is_not_marked_as_ours_is_left_alone(tmp_path: Path, name: str) -> None:
    written(tmp_path / name / "content" / "thesis.txt")
    written(tmp_path / name / "unfinished.json", '{"format": "another program", "for": "out"}')
    thing(tmp_path / "out")
    assert (tmp_path / name / "content" / "thesis.txt").read_text() == "mine"


def test_a_killed_run_leaves_nothing_after_the_next(tmp_path: Path) -> None:
    """Faults, item 10: folders `.NAME.unfinished-PID` that stay behind."""
    command = [sys.executable, "-m", "sim.cli", "run", "first_steps", "--no-charts", "--replications"]
    with subprocess.Popen([*command, "20000"], cwd=tmp_path, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob("results/.*/content")) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.kill()
    assert len(hidden(tmp_path / "results")) == 1
    done = subprocess.run([*command, "2"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert hidden(tmp_path / "results") == []


# Files


def test_a_file_is_replaced_only_if_it_is_ours(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.csv"
    assert write_file(path, "one\n") == path
    assert write_file(path, "one\n") == path
    with pytest.raises(sim.InputError, match=r"a\.csv: is there already, and holds something else; name another"):
        write_file(path, "two\n")
    write_file(path, "two\n", lambda before: None if before == b"one\n" else "no")
    assert path.read_text() == "two\n"
    assert [each.name for each in path.parent.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("name", ["folder", "pipe", "link", "file/below"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    written(tmp_path / "file")
    (tmp_path / "link").symlink_to("/dev/null")
    with pytest.raises(sim.InputError, match="--out"):
        check_file(tmp_path / name, lambda _: None)
    with pytest.raises(sim.InputError, match="--out"):
        write_file(tmp_path / name, "text", lambda _: None)


def test_a_page_with_our_mark_is_known_and_so_is_an_edited_one() -> None:
    page = '<html><head>\n<meta charset="utf-8">\n</head><body>chance 7 %</body></html>'
    ours = owner_of("explore", "case", "client")
    marked = with_mark(page, ours).encode()
    assert why_not_replaced(marked, ours, "explore") is None
    assert why_not_replaced(marked, owner_of("explore", "case", "other"), "explore") == (
        "is the page of another client or case"
    )
    assert why_not_replaced(marked.replace(b"7 %", b"8 %"), ours, "explore") == "is a page that somebody edited"
    assert why_not_replaced(page.encode(), ours, "explore") == "is a file that patchrace explore did not write"
    assert owner_of("a", "bc") != owner_of("ab", "c")


# Commands


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a small scenario and a study of it."""
    written(tmp_path / "small.yaml", SMALL)
    written(tmp_path / "st.yaml", STUDY)
    return tmp_path


@pytest.mark.parametrize("options", [(), ("--fresh",), ("--status",)])
@pytest.mark.parametrize(
    "names",
    [("scenario.yaml",), ("charts/mine.png",), ("study.json", "charts/mine.png"), ("shards/data.csv",), (".lock",)],
)
def test_a_study_leaves_folders_alone_that_only_look_like_its_own(
    here: Path, names: tuple[str, ...], options: tuple[str, ...]
) -> None:
    """Faults: st.yaml, small.yaml, where the folder holds somebody's scenario.yaml, or charts and a study.json."""
    for name in names:
        written(here / "out" / name, '{"name": "mine"}')
    before = contents(here / "out")
    done = patchrace("study", "st.yaml", "--workers", "0", "--out", "out", *options, folder=here)
    if options != ("--status",) or "study.json" in names:
        assert_refused(done, "--out", "holds something that is not a study; name another folder")
    assert contents(here / "out") == before


def test_files_of_others_in_a_studys_folder_survive(here: Path) -> None:
    def study(*options: str) -> str:
        done = patchrace("study", "st.yaml", "--workers", "0", "--out", "out", *options, folder=here)
        assert done.returncode == 0, done.stderr
        return done.stderr

    assert "kept as" not in study()
    out = here / "out"
    chart = next((out / "charts").glob("*.png")).name
    mine = {"notes.txt", "charts/mine.png", "shards/data.csv", f"charts/{chart}", "estimates.csv", "scenario.yaml"}
    for name in mine:
        written(out / name, f"my own {name}")
    told = study()
    assert told.count("kept as") == 3
    for kept in ("estimates.kept1.csv", "scenario.kept1.yaml", f"charts/{chart.replace('.', '.kept1.')}"):
        assert kept in told
    told = study("--fresh")
    assert "kept as" not in told
    found = {path.read_text() for path in out.rglob("*") if path.is_file() and path.read_bytes().startswith(b"my own")}
    assert found == {f"my own {name}" for name in mine}
    assert sim.open_study(out).values("compromised").shape == (2, 2)


def test_a_study_killed_at_once_goes_on(here: Path) -> None:
    """Whatever moment it was killed in: with the beginning of its folder, with a mark, half-emptied."""
    (here / "out" / "shards").mkdir(parents=True)
    written(here / "out" / ".lock", "")
    sim.run_study(here / "st.yaml", workers=0, out=here / "out")
    (here / "out" / "manifest.json").unlink()
    written(here / "out" / "study.json", '{"format": "patchrace study 1"}')
    sim.run_study(here / "st.yaml", workers=0, out=here / "out")
    assert not list((here / "out").glob("*.kept*"))


def test_a_study_killed_while_its_tables_are_put_in_place_goes_on(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = here / "out"
    sim.run_study(here / "st.yaml", workers=0, out=out)
    grown = STUDY.replace("replications: 2", "replications: 4")
    written(here / "st.yaml", grown)
    real, moved = os.replace, list[str]()

    def stop(old: Path, new: Path) -> None:
        if Path(new).parent == out and Path(new).suffix in (".csv", ".parquet"):
            moved.append(Path(new).name)
            if len(moved) == 3:
                raise KeyboardInterrupt
        real(old, new)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            sim.run_study(here / "st.yaml", workers=0, out=out)
    with pytest.raises(sim.InputError, match="is not finished; run the study again"):
        sim.open_study(out)
    again = sim.run_study(here / "st.yaml", workers=0, out=out)
    assert again.values("compromised").shape == (2, 4)
    assert not list(out.glob("*.kept*"))
    assert hidden(out) == [out / ".lock"] or {each.name for each in hidden(out)} <= {".lock", ".lock.owner"}


def test_a_link_among_a_studys_own_files_is_refused(here: Path) -> None:
    written(here / "thesis.txt")
    (here / "out").mkdir()
    (here / "out" / ".lock").symlink_to(here / "thesis.txt")
    with pytest.raises(sim.InputError, match="not a study"):
        sim.run_study(here / "st.yaml", workers=0, out=here / "out")
    assert (here / "thesis.txt").read_text() == "mine"


def test_sensitivity_leaves_a_folder_of_charts_alone(tmp_path: Path) -> None:
    """Faults: si.yaml, small.yaml, where the folder holds only somebody's charts."""
    text = "design: sobol_indices\nsamples: 8\nreplications: 1\nvary:\n  campaigns.scan.rate: {from: 30/d, to: 90/d}\n"
    small_study(tmp_path, "si", text)
    assert SCENARIO.startswith("name: Small race")
    for names in (("charts/mine.png",), ("indices.csv", "swings.csv", "sensitivity.json")):
        out = tmp_path / names[0].split("/")[0].removesuffix(".csv")
        for name in names:
            written(out / name)
        before = contents(out)
        assert_refused(patchrace("sensitivity", "si", "--out", out.name, folder=tmp_path), "not a sensitivity")
        assert contents(out) == before
    assert patchrace("sensitivity", "si", "--out", "new", folder=tmp_path).returncode == 0
    again = patchrace("sensitivity", "si", "--out", "new", folder=tmp_path)
    assert again.returncode == 0, again.stderr


def test_rerun_replaces_no_file(here: Path) -> None:
    """Faults, item 5: `rerun --out FILE` replaces any file."""
    sim.run(sim.load(here / "small.yaml"), out=here / "result")
    command = ("rerun", "result", "--out", "servers.csv", "--replication")
    for _ in range(2):
        assert patchrace(*command, "1", folder=here).returncode == 0
    before = contents(here)
    assert_refused(patchrace(*command, "2", folder=here), "--out servers.csv: is there already")
    written(here / "thesis.txt")
    refused = patchrace("rerun", "result", "--replication", "1", "--out", "thesis.txt", folder=here)
    assert_refused(refused, "--out thesis.txt: is there already, and holds something else; name another")
    assert contents(here) == {**before, "thesis.txt": b"mine"}


def test_schema_replaces_schemas_only(tmp_path: Path) -> None:
    name = "scenario.schema.json"
    assert patchrace("schema", "--out", "new", folder=tmp_path).returncode == 0
    with (tmp_path / "new" / name).open("a") as file:
        file.write(" ")  # as one of another version would differ
    assert patchrace("schema", "--out", "new", folder=tmp_path).returncode == 0
    assert json.loads((tmp_path / "new" / name).read_text())["title"] == "Scenario"
    written(tmp_path / "mine" / name, "{}")
    assert_refused(patchrace("schema", "--out", "mine", folder=tmp_path), "that patchrace schema did not write")
    assert (tmp_path / "mine" / name).read_text() == "{}"
    written(tmp_path / "file")
    assert_refused(patchrace("schema", "--out", "file", folder=tmp_path), "--out")


# Clients and cases


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("株式会社アルファ", "株式会社ベータ"),
        ("Müller & Co", "Muller Co"),
        ("The Exceedingly Long Company Name of Site Alpha", "The Exceedingly Long Company Name of Site Beta"),
    ],
)
def test_two_clients_have_two_pages(one: str, two: str) -> None:
    """Faults: 07-client-a, 07-client-b."""
    from sim.report.explore.explore import _file_in
    from sim.report.write import default_folder

    scenario = sim.load("first_steps")
    clients = [
        sim.Client.from_dict({"name": name, "deployment": "on_prem", "patches_after": "7d"}) for name in (one, two)
    ]
    pages = {str(_file_in(None, scenario, client, client.words)) for client in clients}
    for paths in (pages, {str(default_folder(scenario, client)) for client in clients}):
        assert len(paths) == 2
        assert all(path.isascii() for path in paths)


def test_clients_and_cases_keep_their_pages_and_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults: 07-client-a, 07-client-b; item 6: a report replaces the same client's report of another case."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.report.write.save_figures", lambda *_: [])  # which take most of the time
    written(tmp_path / "small.yaml", SMALL)
    case = sim.load("small.yaml").replace({"replications": 2})
    other = case.replace({"populations.firms.organizations": 60})
    one, two = (
        sim.Client.from_dict({"name": f"Site {name}", "deployment": "on_prem", "patches_after": "7d"})
        for name in ("Alpha", "Beta")
    )
    pages = {sim.write_explore_page(each, client=client).path for client in (one, two) for each in (case, other)}
    assert len(pages) == len(list((tmp_path / "results").iterdir())) == 4
    page = sim.write_explore_page(case, client=one, out="page.html").path
    sim.write_explore_page(case.replace({"replications": 3}), client=one, out=page)
    for scenario, client in ((case, two), (other, one), (case, None)):
        with pytest.raises(sim.InputError, match="is the page of another client or case; name another"):
            sim.write_explore_page(scenario, client=client, out=page)
    page.write_text(page.read_text(encoding="utf-8").replace("chance", "luck", 1), encoding="utf-8")
    with pytest.raises(sim.InputError, match="is a page that somebody edited; name another"):
        sim.write_explore_page(case, client=one, out=page)
    report = sim.write_report(case, one).folder
    sim.write_report(case.replace({"replications": 3}), one, out=report)
    with pytest.raises(sim.InputError, match="holds the report of another client"):
        sim.write_report(case, two, out=report)
    with pytest.raises(sim.InputError, match="holds this client's report of another case"):
        sim.write_report(other, one, out=report)


def test_a_folder_for_a_page_is_completed_and_a_file_for_a_report_is_refused(here: Path) -> None:
    (here / "pages").mkdir()
    for out in ("pages", "new"):
        done = patchrace("explore", "small.yaml", "--replications", "2", "--out", out, folder=here)
        assert done.returncode == 0, done.stderr
        (page,) = (here / out).iterdir()
        assert page.name.endswith("-explore.html")
    refused = patchrace("report", "small.yaml", "--out", "page.png", folder=here)
    assert_refused(refused, "--out page.png: is named like a file; a report is a folder with several files")


def test_nothing_that_goes_to_a_client_names_the_machine_or_a_path(tmp_path: Path) -> None:
    """Faults, item 10: absolute paths and host names in manifests that go to clients."""
    import platform
    import zipfile

    from PIL import Image

    own = tmp_path / "secret-home" / "clients"
    own.mkdir(parents=True)
    Image.new("RGB", (8, 8), "red").save(own / "logo.png")
    written(own / "small.yaml", SMALL)
    written(own / "client.yaml", CLIENT.replace("NAME", "Bakery") + f"brand: {{logo: {own}/logo.png}}\n")
    client = sim.load_client(own / "client.yaml")
    scenario = sim.load(own / "small.yaml")
    sim.run(scenario, out=own / "result")
    sim.write_report(sim.open_result(own / "result"), client, out=own / "report")
    sim.write_explore_page(scenario, client=client, out=own / "page.html")
    sim.compare(scenario, {"early": {"timeline.fix": "5d"}}, out=own / "comparison")
    sim.run_study({"scenario": str(own / "small.yaml"), "vary": {"timeline.fix": ["8d"]}}, workers=0, out=own / "study")
    names = [b"secret-home", str(Path.home()).encode(), platform.node().encode()]
    for path in [own / "page.html", *(own / "report").rglob("*"), *own.glob("[rcs]*/*.[jycpn]*")]:
        if path.is_file() and path.name not in ("small.yaml", "client.yaml"):
            found = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as parts:
                    found = b"".join(parts.read(name) for name in parts.namelist())
            assert not any(name in found for name in names if len(name) > 5), path
    manifest = json.loads((own / "report" / "manifest.json").read_text())
    assert manifest["client_file"]["brand"]["logo"] == "logo.png"
    assert set(manifest) >= {"versions", "git", "machine", "model"}
