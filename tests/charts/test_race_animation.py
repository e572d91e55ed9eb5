"""The race in motion: marks of a sample, counts of all, small files, and the same bytes every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn import words
from matplotlib.figure import Figure
from PIL import Image

import sim
from sim.charts import alt_text
from sim.charts.runs.race_animation import race_animation, race_at, sample_of
from sim.model.states import states_at
from sim.outcomes import STATES
from sim.runs.result import about


@pytest.fixture(scope="module")
def race() -> sim.Race:
    return sim.simulate(sim.load("first_steps"))


def test_the_sample_takes_from_every_population_its_share(race: sim.Race) -> None:
    chosen = sample_of(race, 400)
    assert {name: len(servers) for name, servers in chosen.items()} == {"small_firms": 276, "hospitals": 124}
    assert len(np.unique(np.concatenate(list(chosen.values())))) == 400


def test_the_sample_ends_as_all_do(race: sim.Race) -> None:
    hit = race.compromised_at < np.inf
    shown = np.concatenate(list(sample_of(race, 400).values()))
    assert np.mean(hit[shown]) == pytest.approx(np.mean(hit), abs=0.005)


def test_a_small_fleet_is_shown_whole_and_the_smallest_population_at_all(race: sim.Race) -> None:
    assert sum(map(len, sample_of(race, 5000).values())) == 2900
    uneven = sim.simulate(sim.load("first_steps").replace({"populations.hospitals.organizations": 1}))
    assert len(sample_of(uneven, 100)["hospitals"]) == 1


def test_servers_that_are_not_exposed_are_not_shown() -> None:
    half = sim.simulate(sim.load("first_steps").replace({"populations.small_firms.vulnerable": 0.5}))
    assert half.exposed[np.concatenate(list(sample_of(half, 10_000).values()))].all()


def marks(ax: Any) -> int:
    """Marks of servers, without those of the key."""
    sizes = [each.get_sizes()[0] for each in ax.collections]
    return sum(len(each.get_offsets()) for each, size in zip(ax.collections, sizes, strict=True) if size == min(sizes))


def test_counts_are_of_all_servers_on_that_day(race: sim.Race) -> None:
    ax = Figure().add_subplot()
    assert race_at(race, 20, ax) is ax
    text = words(ax)
    assert marks(ax) == 400
    states = states_at(race, 20)
    for state in ("vulnerable", "protected_clean", "compromised_open", "compromised_protected"):
        count = about(float(np.count_nonzero(states == STATES.index(state))))
        assert count in text
        assert count in alt_text(ax)
    assert "21 Mar 2024" in text
    assert "latest: the fix, 15 Mar" in text
    assert "cleaned" not in text  # nobody is, in this case


def test_files_are_small_and_the_same_every_time(race: sim.Race, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    moving, poster = race_animation(race, tmp_path / "race.gif", frames=6)
    again = race_animation(race, tmp_path / "again" / "race.gif", frames=6)
    assert [path.read_bytes() for path in (moving, poster)] == [path.read_bytes() for path in again]
    assert moving.stat().st_size < 300_000
    with Image.open(moving) as gif, Image.open(poster) as still:
        assert gif.n_frames == 6  # type: ignore[attr-defined]  # of GIFs only
        assert gif.size == still.size
        assert "30 April 2024" in still.info["Description"]
        assert gif.info["comment"].decode() == still.info["Description"]
