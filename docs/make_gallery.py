"""Writes docs/gallery.md and its pictures, each by the line of code below it: `make gallery`."""

from __future__ import annotations

import io
import re
import tempfile
import warnings
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

import sim
from sim.charts import alt_text, save
from sim.report.figures import pictures
from sim.report.page import page_of
from sim.report.paper import picture_of_paper

COLOURS = 96
ANIMATION = "race_animation"
INTRODUCTION = """\
<!-- Made by `make gallery` from docs/make_gallery.py; change it there. -->
# Gallery of charts

Every chart is a function of `sim.charts`: it takes a result, draws on the axes it is given (`ax=`) or on new ones, and
returns them. It computes nothing that is not in the result. The title says what was found, the caption what it rests
on, and `sim.charts.alt_text` says it to those who do not see it. `sim.charts.save` writes PNG and SVG, or PDF, for a
page, a slide or the web, with the alt text inside the file, and without title and caption if you have your own.
`patchrace run`, `compare`, `study` and `report` write the charts that fit.

Each picture was made by the line below it. These lines come first; they take a few seconds, because there are few
replications, so all numbers here are rougher than they need be:

"""
PREPARATION = """\
from datetime import date
import sim
from sim.report.deadlines import deadlines_for

first_steps = sim.load("first_steps").replace({"replications": 100})
result = sim.run(first_steps)
proxylogon = sim.run(sim.load("proxylogon").replace({"replications": 20}))
hybrid = sim.run(sim.load("hybrid").replace({"replications": 30}))
esxiargs = sim.run(sim.load("esxiargs").replace({"replications": 30}))
one_world = sim.simulate(first_steps, replication=0)

next_flaw = sim.load("next_flaw").replace({"replications": 60})
comparison = sim.compare(next_flaw, "configs/next_flaw/policies.yaml", baseline="monthly")

client = sim.load_client("configs/client.example.yaml")
race = sim.own_race(sim.load("proxylogon"), client, replications=100)
two_ends = sim.own_race(sim.load("next_flaw"), client.replace({"like": "mid_sized", "servers": 3}))
by_speed = sim.own_race_by_speed(sim.load("proxylogon"), client, replications=50)
today = date(2026, 11, 24)
official = [
    (rule.days, f"{rule.rule}, {rule.within()} ({rule.status(today)})") for rule in deadlines_for() if rule.days
]

speed, rate = "remediations.update.adoption.scale", "campaigns.mass_scan.rate"
rates = {"from": "250/d", "to": "4_000/d", "scale": "log"}
in_two = {"name": "Patch speed by attack speed", "scenario": "first_steps", "replications": 10}
in_two["vary"] = {speed: ["2.5d", "5d", "10d", "20d"], rate: {**rates, "steps": 5}}
in_three = {"name": "With the day of the fix", "scenario": "first_steps", "replications": 10}
in_three["vary"] = {speed: ["2.5d", "5d", "10d"], rate: ["500/d", "1_000/d", "2_000/d"], "timeline.fix": ["8d", "14d"]}
sampled = {"name": "What nobody knows", "scenario": "first_steps", "design": "sobol_indices", "samples": 32}
sampled["vary"] = {speed: {"from": "2.5d", "to": "20d"}, rate: rates}
sampled["vary"]["campaigns.mass_scan.success"] = {"from": 0.05, "to": 0.15}
sampled["replications"] = 4
grid = sim.run_study(in_two, workers=0, out="studies/two")
cube = sim.run_study(in_three, workers=0, out="studies/three")
unknowns = sim.run_study(sampled, workers=0, out="studies/unknowns")
"""


@dataclass(frozen=True)
class Entry:
    """A chart of the page: its name, the question it answers, and the code that makes it."""

    name: str
    answers: str
    code: str


SECTIONS: dict[str, tuple[Entry, ...]] = {
    "For one client": (
        Entry("chance_by_patch_day", "How likely is this client breached, by the day on which it patches, and what do "
              "official deadlines ask for?", "sim.charts.chance_by_patch_day(race, deadlines=official)"),
        Entry("icons_of_plan", "What does a plan change for businesses like this one?",
              "sim.charts.icons_of_plan(race)"),
        Entry("futures_of_client", "Is the average like most futures, or do these lie at two ends?",
              "sim.charts.futures_of_client(two_ends)"),
        Entry("waiting_of_client", "What does each step of waiting add, in breaches and, if the client says what one "
              "costs, in money?", "sim.charts.waiting_of_client(race)"),
        Entry("chance_by_speed", "What if attackers scan harder, or less hard, than the case says?",
              "sim.charts.chance_by_speed(by_speed)"),
    ),
    "One race": (
        Entry("race_over_time", "How does the whole race go, what happened when, and how far may it go otherwise?",
              "sim.charts.race_over_time(proxylogon)"),
        Entry("who_was_compromised", "Who is hit, and could they have patched in time?",
              "sim.charts.who_was_compromised(proxylogon)"),
        Entry("possible_worlds", "How far may the outcome be from the average, and how sure is the average "
              "itself?", "sim.charts.possible_worlds(result)"),
        Entry("race_at", "How does one simulated world stand on one day, server by server?",
              "sim.charts.race_at(one_world, day=20)"),
        Entry(ANIMATION, "How does that world get there?",
              'sim.charts.race_animation(one_world, "race_animation.gif", frames=40)'),
        Entry("life_of_breached", "Patched is not clean: what becomes of those who were breached?",
              "sim.charts.life_of_breached(proxylogon)"),
        Entry("fallen_again", "Cleaned and open again: how many fall twice?", "sim.charts.fallen_again(esxiargs)"),
        Entry("by_deployment", "How do organizations fare on premises, hybrid, and in the cloud?",
              "sim.charts.by_deployment(hybrid)"),
        Entry("where_tenants_were_reached", "How do intruders get from a server into the cloud?",
              "sim.charts.where_tenants_were_reached(hybrid)"),
    ),
    "Policies in the same worlds": (
        Entry("icon_arrays", "Of 100 like these, how many does a policy spare?",
              'sim.charts.icon_arrays(comparison, policy="emergency", population="small_firms")'),
        Entry("cost_of_waiting", "What does each slower policy add to the one before it?",
              "sim.charts.cost_of_waiting(comparison)"),
        Entry("paired_differences", "What does each policy change, how sure is that, and how far do worlds differ?",
              "sim.charts.paired_differences(comparison)"),
    ),
    "Studies": (
        Entry("response", "How does an outcome answer to one parameter, for each value of another?",
              "sim.charts.response(grid, against=rate, by=speed)"),
        Entry("heat_map", "Where is the outcome large, by two parameters?",
              "sim.charts.heat_map(grid, across=rate, up=speed)"),
        Entry("small_multiples", "And by a third one?",
              'sim.charts.small_multiples(cube, across=rate, up=speed, by="timeline.fix")'),
        Entry("response_of_samples", "How does an outcome answer to one parameter while all others vary?",
              "sim.charts.response_of_samples(unknowns, against=rate)"),
        Entry("tornado", "Which parameter moves the outcome most, from its lowest to its highest values?",
              "sim.charts.tornado(unknowns)"),
        Entry("sensitivity_indices", "Which unknown decides the outcome, alone and together with others?",
              "sim.charts.sensitivity_indices(unknowns, sim.sensitivity(unknowns))"),
    ),
}  # fmt: skip
ENTRIES = {entry.name: entry for entries in SECTIONS.values() for entry in entries}


def prepared(root: Path, folder: Path) -> dict[str, Any]:
    """What the lines of the page use; its paths start at `root`, the studies are written below `folder`."""
    code = PREPARATION.replace('"configs/', f'"{root.as_posix()}/configs/').replace(
        '"studies/', f'"{folder.as_posix()}/'
    )
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        exec(compile(code, "docs/gallery.md", "exec"), names)
    return names


def drawn(entry: Entry, names: dict[str, Any]) -> Any:
    """What the line of a chart returns."""
    return eval(compile(entry.code, "docs/gallery.md", "eval"), names)


def text_of(answer: Any) -> str:
    """The alt text of what a line returned: axes, a pair of them, or the files of an animation."""
    if isinstance(answer, list):
        with Image.open(answer[-1]) as poster:
            return str(poster.info["Description"])
    return alt_text((answer[0] if isinstance(answer, tuple) else answer).get_figure(root=True))


def page(texts: dict[str, str]) -> str:
    """The page in Markdown, with the alt text of every picture."""
    parts = [INTRODUCTION + f"```python\n{PREPARATION}```\n"]
    for section, entries in SECTIONS.items():
        parts.append(f"## {section}\n")
        for entry in entries:
            text = re.sub(r"([\\\[\]])", r"\\\1", texts[entry.name])
            picture = f"gallery/{entry.name}.{'gif' if entry.name == ANIMATION else 'png'}"
            code = f"```python\n{entry.code}\n```"
            parts.append(f"### `{entry.name}`\n\n{entry.answers}\n\n![{text}]({picture})\n\n{code}\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page and its pictures."""
    docs = Path(__file__).parent
    folder = docs / "gallery"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as kept:
        names = prepared(docs.parent, Path(kept))
        texts = {name: _write(entry, names, folder) for name, entry in ENTRIES.items()}
        (docs / "report.png").write_bytes(_report(names))
    (docs / "gallery.md").write_text(page(texts), encoding="utf-8")


def _report(names: dict[str, Any]) -> bytes:
    """The page that `patchrace report` writes for the client of the gallery, as a picture with few colours."""
    race = sim.own_race(sim.load("proxylogon"), names["client"])
    said = page_of(race, names["today"])
    with Image.open(io.BytesIO(picture_of_paper(said, pictures(said)))) as whole:
        few = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    kept = io.BytesIO()
    few.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _write(entry: Entry, names: dict[str, Any], folder: Path) -> str:
    """Write the picture of a chart with few colours; returns its alt text."""
    if entry.name == ANIMATION:
        moved = Entry(entry.name, entry.answers, entry.code.replace('"race_', f'"{folder.as_posix()}/race_'))
        files = drawn(moved, names)
        text = text_of(files)
        files[-1].unlink()
        return text
    (picture,) = save(partial(drawn, entry, names), folder, entry.name, formats=["png"], size="web")
    with Image.open(picture) as whole:
        title, text = str(whole.info["Title"]), str(whole.info["Description"])
        few = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    inside = PngInfo()
    inside.add_itxt("Title", title)
    inside.add_itxt("Description", text)
    kept = io.BytesIO()
    few.save(kept, "PNG", optimize=True, pnginfo=inside)
    picture.write_bytes(kept.getvalue())
    return text


if __name__ == "__main__":
    main()
