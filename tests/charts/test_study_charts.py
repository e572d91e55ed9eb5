"""Charts of studies say what is in the study, with titles that its numbers bear out, whatever varies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from drawn import title, words
from matplotlib.axes import Axes
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.figure import Figure
from scipy.stats import ttest_1samp
from small_race import small_study

import sim
from sim import charts
from sim.charts.sweeps.scales import HEIGHT_OF_A_LINE, scale_of, some, write_below
from sim.sweeps import tasks
from sim.sweeps.levels import in_words
from sim.sweeps.shards import Rows
from sim.sweeps.study import Study

RATE = "campaigns.scan.rate"
SCALE = "remediations.update.adoption.scale"
FIX = "timeline.fix"
ADOPTION = "remediations.update.adoption"
STUDIES = {
    "one": f"vary: {{{SCALE}: [1d, 2d, 4d, 8d, 16d]}}",
    "dates": f"vary: {{{FIX}: [2024-03-04, 2024-03-10, 2024-03-16 12:00, 2024-03-28]}}",
    "names": f"""\
vary:
  {ADOPTION}:
    alternatives:
      middling: {{law: fixed, value: 6d}}
      quick: {{law: fixed, value: 1d}}
      slow: {{law: fixed, value: 20d}}
""",
    "single": f"vary: {{{SCALE}: [2d]}}\nreplications: 1",
    "two": f"vary:\n  {RATE}: {{from: 15/d, to: 240/d, scale: log, steps: 7}}\n  {SCALE}: [1d, 4d, 16d]",
    "named_rows": f"""\
vary:
  {ADOPTION}: {{alternatives: {{quick: {{law: fixed, value: 1d}}, slow: {{law: fixed, value: 20d}}}}}}
  {RATE}: [30/d, 120/d]
""",
    "three": f"vary:\n  {RATE}: [30/d, 60/d, 120/d]\n  {SCALE}: [1d, 16d]\n  {FIX}: [5d, 20d]",
    "four": f"vary:\n  {RATE}: [30/d, 120/d]\n  {SCALE}: [1d, 16d]\n  {FIX}: [5d, 20d]\n"
    "  remediations.update.uptake: [0.5, 1]",
    "zip": f"design: zip\nvary:\n  {RATE}: [30/d, 60/d, 120/d]\n  {SCALE}: [1d, 4d, 16d]",
    "sampled": f"""\
design: latin_hypercube
samples: 30
vary:
  {RATE}: {{from: 15/d, to: 240/d, scale: log}}
  {FIX}: {{from: 5d, to: 20d}}
  {ADOPTION}: {{alternatives: {{quick: {{law: fixed, value: 1d}}, slow: {{law: fixed, value: 20d}}}}}}
""",
    "indices": f"design: sobol_indices\nsamples: 16\nvary:\n  {RATE}: {{from: 15/d, to: 240/d}}\n"
    f"  {SCALE}: {{from: 1d, to: 16d}}",
    "nothing_moves": f"vary:\n  {RATE}: [0/d]\n  {SCALE}: [1d, 16d]\n  {FIX}: [5d, 20d]",
}
FILES = {
    "one": {"response"},
    "dates": {"response"},
    "names": {"response"},
    "single": {"response"},
    "two": {"response", "heat_map"},
    "named_rows": {"response", "heat_map"},
    "three": {"tornado", "small_multiples"},
    "four": {"tornado"},
    "zip": {"response"},
    "sampled": {"tornado", "response_scan_rate", "response_fix", "response_update_adoption"},
    "indices": {"tornado", "sensitivity_indices", "response_scan_rate", "response_update_adoption_scale"},
    "nothing_moves": {"response", "heat_map"},
}


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Study]:
    folder = tmp_path_factory.mktemp("studies")
    return {name: small_study(folder, name, f"name: The study {name}\n{text}") for name, text in STUDIES.items()}


def means(study: Study, outcome: str = "compromised") -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The mean of an outcome at every finished point."""
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = study.values(outcome).mean(axis=1)
    return found


@pytest.mark.parametrize("name", STUDIES)
def test_the_charts_that_fit_are_written(name: str, studies: dict[str, Study], tmp_path: Path) -> None:
    files = charts.save_study(studies[name], tmp_path / "charts")
    assert {path.stem for path in files} == FILES[name]
    for path in files:
        if path.suffix == ".svg":
            assert ElementTree.parse(path).getroot().tag.endswith("svg")
        else:
            assert path.read_bytes()[:4] == b"\x89PNG"


def test_the_same_study_gives_the_same_pictures(studies: dict[str, Study], tmp_path: Path) -> None:
    first, second = (charts.save_study(studies["two"], tmp_path / name) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_they_draw_on_the_axes_they_are_given(studies: dict[str, Study]) -> None:
    drawn: list[tuple[Callable[[Study, Axes], Axes], str]] = [
        (charts.response, "two"),
        (charts.heat_map, "two"),
        (charts.small_multiples, "three"),
        (charts.tornado, "three"),
        (charts.response_of_samples, "sampled"),
    ]
    for chart, name in drawn:
        ax = Figure().add_subplot()
        assert chart(studies[name], ax) is ax
        text = words(ax)
        rows = sim.assumptions(studies[name].scenario)
        assert f"The study {name}: {len(studies[name].changes)} points, 4 replications each" in text
        assert "seed 3" in text
        assert f"{sum(row.is_assumed for row in rows)} of {len(rows)} values are assumed" in text
        assert "not a forecast" in text
        assert "failed" not in text


def test_a_response_shows_means_and_states_the_paired_difference(studies: dict[str, Study]) -> None:
    study = studies["one"]
    ax = charts.response(study)
    assert np.allclose(ax.get_lines()[0].get_ydata(), means(study))
    paired = study.values("compromised")[-1] - study.values("compromised")[0]
    fewer = f"{paired.mean():.0f}"
    assert title(ax) == f"{fewer} fewer servers are compromised with update adoption scale at 1 day instead of 16 days"
    error = sim.half_width(paired.std(ddof=1) / 2, 4)
    assert f"{fewer} ± {error:.1f} fewer" in words(ax) or f"{fewer} ± {error:.0f} fewer" in words(ax)
    assert ax.get_xscale() == "log"
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1", "2", "4", "8", "16"]
    assert ax.get_xlabel() == "update adoption scale (days, logarithmic)"
    band = np.asarray(ax.collections[0].get_paths()[0].vertices)
    assert np.max(band[:, 1]) == pytest.approx(np.quantile(study.values("compromised"), 0.95, axis=1).max())


def test_a_title_compares_other_values_where_the_ends_are_not_the_extremes(studies: dict[str, Study]) -> None:
    study = replace(studies["one"])
    values = study.values("compromised")
    turned = values[[0, 4, 1, 2, 0]]
    object.__setattr__(study, "values", lambda *_: turned)
    assert "at 1 day instead of 2 days" in title(charts.response(study))


def test_a_difference_within_noise_is_not_claimed(studies: dict[str, Study]) -> None:
    study = replace(studies["one"])
    noise = np.random.Generator(np.random.SFC64(1)).normal(100, 30, (5, 4))
    object.__setattr__(study, "values", lambda *_: noise)
    assert "no difference to servers that can be told from noise" in title(charts.response(study))


def test_moments_are_dates(studies: dict[str, Study]) -> None:
    ax = charts.response(studies["dates"])
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["4 Mar", "10 Mar", "16 Mar 12:00", "28 Mar"]
    assert ax.get_lines()[0].get_xdata()[0] == 19786  # type: ignore[index]  # days since 1970
    assert ax.get_xlabel() == "fix (2024, UTC)"
    assert "fix on 4 Mar 2024 instead of 28 Mar 2024" in title(ax)
    assert ax.get_xscale() == "linear"


def test_names_are_categories_without_a_line_between_them(studies: dict[str, Study]) -> None:
    ax = charts.response(studies["names"])
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["middling", "quick", "slow"]
    assert "update adoption “quick” instead of “slow”" in title(ax)
    assert all(line.get_linestyle() in ("None", "none") for line in ax.get_lines()[:1])


def test_lines_are_labelled_and_at_most_six(studies: dict[str, Study]) -> None:
    study = studies["two"]
    ax = charts.response(study, against=SCALE, by=RATE)
    assert all(f"{rate} per day" in words(ax) for rate in ("15", "240"))
    assert "6 of 7 values of scan rate are drawn" in words(ax)
    table = means(study).reshape(7, 3)
    drawn = [0, 1, 2, 4, 5, 6]
    differences = np.sort((table[:, 2] - table[:, 0])[drawn])
    assert title(ax).startswith(f"{differences[0]:.0f} to {differences[-1]:.0f} fewer servers are compromised")
    markers = [line.get_marker() for line in ax.get_lines() if line.get_marker() not in ("None", "_", "|", None)]
    assert len(set(markers)) == 6


def test_a_path_that_does_not_vary_is_refused(studies: dict[str, Study]) -> None:
    with pytest.raises(KeyError, match="does not vary"):
        charts.response(studies["two"], against=FIX)
    with pytest.raises(ValueError, match="needs two parameters"):
        charts.heat_map(studies["one"])
    with pytest.raises(ValueError, match="need three parameters"):
        charts.small_multiples(studies["two"])


def test_a_heat_map_writes_the_mean_of_every_cell(studies: dict[str, Study]) -> None:
    study = studies["two"]
    ax = charts.heat_map(study)
    cells = np.asarray(ax.get_images()[0].get_array())
    assert np.allclose(cells, means(study).reshape(7, 3).T)
    numbers = [text.get_text() for text in ax.texts]
    assert all(f"{value:.0f}" in numbers or f"{value:.1f}" in numbers for value in cells.ravel())
    assert title(ax) == f"Between {cells.min():.0f} and {cells.max():.0f} servers are compromised, on average"
    assert "Fewest with scan rate at 15 per day, update adoption scale at 1 day" in words(ax)
    assert "most with scan rate at 240 per day, update adoption scale at 16 days" in words(ax)


def test_small_multiples_have_one_scale(studies: dict[str, Study]) -> None:
    study = studies["three"]
    ax = charts.small_multiples(study)
    panels = [panel for panel in ax.child_axes if isinstance(panel, Axes) and panel.get_images()]
    assert [panel.get_title(loc="left") for panel in panels] == ["fix on 6 Mar 2024", "fix on 21 Mar 2024"]
    cells = np.stack([np.asarray(panel.get_images()[0].get_array()) for panel in panels])
    assert np.allclose(cells, means(study).reshape(3, 2, 2).T)
    limits = {panel.get_images()[0].get_clim() for panel in panels}
    assert limits == {(means(study).min(), means(study).max())}


def test_a_tornado_has_the_largest_swing_on_top(studies: dict[str, Study]) -> None:
    study = studies["four"]
    ax = charts.tornado(study)
    swings = sim.swings(study)
    assert [tick.get_text() for tick in ax.get_yticklabels()] == list(swings.label[::-1])
    middle = means(study).mean()
    bars = [container.patches[0] for container in ax.containers if isinstance(container, BarContainer)]
    ends = {round(middle + bar.get_width(), 6) for bar in bars}
    assert ends == {round(value, 6) for value in [*swings.low_mean, *swings.high_mean]}
    first = swings.iloc[0]
    assert title(ax).lower().startswith(f"{first.label} matters most: {abs(first.difference):.0f} fewer servers")
    assert "not certain" not in words(ax)
    close = swings.assign(difference=[100.0, 95.0, 5.0, 1.0], difference_half_width=8.0)
    assert "Which of the first two matters more is not certain" in words(charts.tornado(study, rows=close))


def test_few_replications_get_wide_intervals(tmp_path: Path) -> None:
    """Half of an interval of three replications is 4.3 standard errors, not 2."""
    study = small_study(tmp_path, "three_worlds", f"replications: 3\nvary: {{{SCALE}: [1d, 8d]}}")
    intervals = [ttest_1samp(each, 0).confidence_interval(0.95) for each in study.values("compromised")]
    lengths = sorted(float(each.high - each.low) for each in intervals)
    bars = [np.ptp(np.asarray(line.get_xdata())) for line in charts.tornado(study).lines if line.get_linewidth() == 1.6]
    assert sorted(bars) == pytest.approx(lengths)
    (points,) = [each for each in charts.response(study).containers if isinstance(each, ErrorbarContainer)]
    segments = points.lines[2][0].get_segments()
    assert sorted(np.ptp(each[:, 1]) for each in segments) == pytest.approx(lengths)


def test_what_makes_no_difference_is_said_so(studies: dict[str, Study]) -> None:
    study = studies["nothing_moves"]
    assert title(charts.tornado(study)) == ("No parameter makes a difference to servers that can be told from noise")
    assert "no difference to servers that can be told from noise" in title(charts.response(study, against=SCALE))
    assert title(charts.heat_map(study, across=SCALE, up=FIX)) == "About 0 servers are compromised at every point"


def test_sensitivity_indices_are_drawn_in_pairs(studies: dict[str, Study]) -> None:
    found = sim.sensitivity(studies["indices"])
    ax = charts.sensitivity_indices(studies["indices"], found)
    widths = sorted(
        container.patches[0].get_width() for container in ax.containers if isinstance(container, BarContainer)
    )
    assert widths == pytest.approx(sorted(np.maximum([*found.indices.first_order, *found.indices.total], 0)))
    first = found.indices.iloc[0]
    assert title(ax).lower().startswith(f"{first.label} explains {min(first.total, 1):.0%} of the variance")
    assert "16 samples" in words(ax)
    assert "not certain" not in words(ax)
    close = replace(found, indices=found.indices.assign(total_low=0.0, total_high=1.0))
    assert "Which of the two matters more is not certain" in words(
        charts.sensitivity_indices(studies["indices"], close)
    )
    same = sim.sensitivity(studies["indices"], outcome="servers")
    assert "400 at every point" in title(charts.sensitivity_indices(studies["indices"], same))


def test_samples_are_points_and_means_of_parts(studies: dict[str, Study]) -> None:
    study = studies["sampled"]
    ax = charts.response_of_samples(study, against=RATE)
    points, parts = ax.get_lines()[:2]
    assert np.allclose(points.get_ydata(), means(study))
    order = np.argsort(study.points[RATE].to_numpy())
    assert np.allclose(parts.get_ydata(), means(study)[order].reshape(5, 6).mean(axis=1))
    assert "scan rate at most " in title(ax)
    assert ax.get_xscale() == "log"
    named = charts.response_of_samples(study, against=ADOPTION)
    assert len(named.get_lines()[1].get_ydata()) == 2  # type: ignore[arg-type]  # an array here
    assert "or earlier instead of " in title(charts.response_of_samples(study, against=FIX)) or "no difference" in (
        title(charts.response_of_samples(study, against=FIX))
    )


def test_failed_points_are_left_out_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = tasks.compute

    def failing(base: tasks.Base, task: tasks.Task) -> Rows:
        if task.changes.get(SCALE) == "16d":
            raise RuntimeError("no")
        return usual(base, task)

    monkeypatch.setattr(tasks, "compute", failing)
    for name in ("one", "two", "three", "zip"):
        study = small_study(tmp_path, name, STUDIES[name])
        failed = len(study.changes) - len(study.finished)
        assert failed > 0
        files = {path.name for path in charts.save_study(study, tmp_path / f"{name}_charts")}
        assert "response.png" in files
        if name == "three":  # one value is left of a parameter, so that two vary
            drawn = (tmp_path / "three_charts" / "heat_map.svg").read_text(encoding="utf-8")
            assert "fix (2024, UTC)" in drawn
            assert "scan rate (per day)" in drawn
        assert f"{failed} of the points failed and are left out" in words(charts.tornado(study))
    half = small_study(tmp_path, "half", STUDIES["two"].replace("1d, 4d", "4d"))
    assert charts.save_study(half, tmp_path / "half_charts")
    monkeypatch.setattr(tasks, "compute", lambda *_: 1 / 0)
    nothing = small_study(tmp_path, "nothing", STUDIES["two"].replace("1d", "3d"))
    assert charts.save_study(nothing, tmp_path / "none") == []


def test_cells_without_a_result_are_crossed_out(studies: dict[str, Study]) -> None:
    study = studies["two"]
    table = study.mean_by_point("compromised").iloc[1:].reset_index(drop=True)
    partial = replace(study)
    object.__setattr__(partial, "mean_by_point", lambda *_: table)
    ax = charts.heat_map(partial)
    assert [patch.get_hatch() for patch in ax.patches] == ["xx"]
    assert "Crossed out: no result" in words(ax)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (3.5, "days", "3.5 days"),
        (1.0, "days", "1 day"),
        (0.25, "days", "6 hours"),
        (20_000.0, "per day", "20,000 per day"),
        (0.1234567, "number", "0.1235"),
        (9.5, "days after start", "10 Mar 2024 12:00"),
        (9.0, "days after start", "10 Mar 2024"),
        (9.0 - 1e-6, "days after start", "10 Mar 2024"),
        ("quick", "name", "quick"),
    ],
)
def test_values_are_told_in_words(value: float | str, unit: str, text: str, studies: dict[str, Study]) -> None:
    assert in_words(value, unit, studies["one"].scenario.start) == text


def test_an_axis_is_logarithmic_where_the_levels_are(studies: dict[str, Study]) -> None:
    scales = {
        name: scale_of(studies[name], studies[name].parameters[0], studies[name].mean_by_point("compromised"))
        for name in ("one", "dates", "names", "two", "sampled", "indices")
    }
    assert {name for name, scale in scales.items() if scale.is_log} == {"one", "two", "sampled"}
    assert some(range(10), 4) == [0, 3, 6, 9]


def test_long_names_are_wrapped_or_upright_and_stay_above_the_caption() -> None:
    ax = Figure().add_subplot()
    assert write_below(ax, [0, 1], ["quick", "slow"]) == 0
    long = ["as it was observed in the spring", "in a single day and everywhere", "never"] * 2
    assert write_below(ax, range(6), long) == 2 * HEIGHT_OF_A_LINE
    assert ax.get_xticklabels()[0].get_text().splitlines() == ["as it was", "observed in", "the spring"]
    assert write_below(ax, range(14), ["unbreakable_name"] * 14) > 90
    assert ax.get_xticklabels()[0].get_rotation() == 90
