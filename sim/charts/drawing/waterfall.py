"""A waterfall of plans: how many with the first, and what each step to the next adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.clients.waiting import WaitingPlan
from sim.wording.language import ENGLISH, Language, capitalized
from sim.wording.rounding import to_digits

from .style import BLACK, BREACHED, GREY, ORANGE
from .wrapping import wrapped

WIDTH = 0.6
FACE = "#f8dfcd"
ROOM = 1.45
LOWEST_LABEL = 0.11
"""Where a label is above the number at the foot of its bar, as a share of the height."""
SHORT, LONG = 10, 14
WIDEST = 16.0
"""Inches of a figure: a wider one has letters that nobody can read where all of it is seen at once."""
LINE = 20
"""The most letters of a name on one line below its bar."""
NAME_POINTS, SMALL_POINTS, LETTER = 12, 9.5, 0.66
"""Sizes of names and of what is said of a step, and the width of a letter as a share of its size."""
FEW = 3
"""Up to this number, the axis has decimals."""


@dataclass(frozen=True)
class Waterfall:
    """Plans as they are printed: `levels` rounded once, `added` as their differences, so that all adds up."""

    steps: tuple[WaitingPlan, ...]
    of: int
    digits: int
    levels: tuple[float, ...]
    added: tuple[float, ...]
    language: Language = ENGLISH

    def count(self, number: float, exact: float) -> str:
        """A number as printed; one too small to print is not printed as nothing."""
        if not exact:
            return self.language.number(0)
        if to_digits(abs(number), self.digits) == 0 < abs(exact):
            return self.too_small()
        return self.number(abs(number))

    def number(self, number: float) -> str:
        """A number with as many decimals as all have."""
        return self.language.number(number, self.digits)

    def too_small(self) -> str:
        """A number that would be printed as 0."""
        say, least = self.language.text, self.number(10.0**-self.digits)
        return say("chart-less-than", number=least) if self.digits else say("chance-below-one")

    def level(self, position: int) -> str:
        """`23 of 100`."""
        return self.language.text("chart-level", count=self.bare_level(position), number=self.of)

    def level_on_two_lines(self, position: int) -> str:
        """The same, for a bar that has no room for it on one line."""
        count = self.language.text("chart-level.first", count=self.bare_level(position))
        return f"{count}\n{self.language.text('chart-level.second', number=self.of)}"

    def bare_level(self, position: int) -> str:
        """The same without what it is of."""
        return self.count(self.levels[position], self.steps[position].level.exact)

    def step(self, position: int) -> str:
        """`8 more`."""
        step = self.steps[position]
        return self._more_or_fewer(self.added[position], step.added)

    def in_all(self) -> str:
        """What lies between the first plan and the last: `14 more`."""
        together, exact = sum(self.added), sum(step.added for step in self.steps)
        return self._more_or_fewer(together, exact)

    def _more_or_fewer(self, number: float, exact: float) -> str:
        return self.language.text("chart-step", count=self.count(number, exact), fewer=(number or exact) < 0)

    def in_words(self, names: Sequence[str]) -> str:
        """The bars in words, for the alt text."""
        say = self.language.text
        parts = [say("chart-first-bar", name=names[0], level=self.level(0))]
        parts += [
            say("chart-next-bar", name=names[each], level=self.bare_level(each), step=self.step(each))
            for each in range(1, len(self.steps))
        ]
        return capitalized("; ".join(parts)) + "."


def waterfall(
    steps: Sequence[WaitingPlan], of: int, digits: int | None = None, language: Language = ENGLISH
) -> Waterfall:
    """Plans as they are to be printed: with so many decimals; by default one where a step would otherwise vanish."""
    digits = int(any(0 < abs(step.added) < 1 for step in steps)) if digits is None else digits
    levels = [to_digits(step.level.exact, digits) for step in steps]
    added = [0.0, *(round(after - before, digits) for before, after in pairwise(levels))]
    return Waterfall(tuple(steps), of, digits, tuple(levels), tuple(added), language)


def width_for(steps: Sequence[WaitingPlan]) -> float:
    """How wide a figure is that holds a number of plans."""
    return min(max(10.0, 2.6 * len(steps)), WIDEST)


def letters_below(ax: Axes, bars: int) -> float:
    """How many letters of a name fit on a line below its bar."""
    return min(LINE, _letters(ax, bars, _name_points(bars)))


def _name_points(bars: int) -> float:
    """The size of names: small where there are many."""
    return NAME_POINTS if bars * 2.6 <= WIDEST else SMALL_POINTS


def _letters(ax: Axes, bars: int, points: float) -> float:
    """How many letters of a size fit between the middle of a bar and that of the next."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return ax.bbox.width / figure.dpi * 72 / (bars + 0.2) / (LETTER * points)


def draw_waterfall(
    ax: Axes, fall: Waterfall, names: Sequence[str], money: Callable[[float], str] | None = None, spread: bool = True
) -> None:
    """Draw bars with their numbers, and on each what it adds to the one before.

    `money` tells an added number in money, `spread` whether worlds differ, so that there is a range to tell.
    """
    levels, added = fall.levels, fall.added
    top = (max(levels) or 1.0) * ROOM
    for position, (level, more) in enumerate(zip(levels, added, strict=True)):
        bottom = min(level, level - more)
        ax.bar(position, bottom, WIDTH, color=FACE, edgecolor=BREACHED, linewidth=1.2)
        _number(ax, (position, 0.025 * top), fall, position)
        if position:
            face, hatch = (ORANGE, "///") if more > 0 else ("white", "...")
            ax.bar(position, abs(more), WIDTH, bottom=bottom, color=face, hatch=hatch, edgecolor=BLACK, linewidth=1.0)
            before = levels[position - 1]
            ends = [position - 1 + WIDTH / 2, position - WIDTH / 2]
            ax.plot(ends, [before, before], color=BLACK, linewidth=1.0, linestyle=":")
            small = _small(fall, position, spread) + ([money(more)] if money is not None and more else [])
            letters = _letters(ax, len(names), SMALL_POINTS)
            small = [part for line in "\n".join(small).splitlines() for part in wrapped(line, letters)]
            at = (position, max(level, before, LOWEST_LABEL * top))
            _label(ax, at, fall.step(position), small, _name_points(len(names)) + 2)
    ax.set_xticks(range(len(names)), list(names), fontsize=_name_points(len(names)), parse_math=False)
    ax.set_xlim(-0.6, len(names) - 0.4)
    ax.set_ylim(0, top)
    ax.yaxis.set_major_locator(MaxNLocator(6, integer=top > FEW))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda number, _: _tick(number, fall.language)))
    ax.grid(axis="x", visible=False)


def _tick(number: float, language: Language) -> str:
    """A number on the axis, with as many decimals as it needs."""
    return language.number(number, len(f"{number:g}".partition(".")[2]))


def direction(more: float) -> str:
    """`more`, or `fewer` below 0."""
    return "fewer" if more < 0 else "more"


def _number(ax: Axes, at: tuple[float, float], fall: Waterfall, position: int) -> None:
    """The number at the foot of a bar, smaller where it is long, so that it stays within the bar."""
    text, bars = fall.level(position), len(fall.steps)
    points = 12.5 if len(text) <= SHORT else 10
    fits = len(text) <= min(LONG, WIDTH * _letters(ax, bars, points))
    words = text if fits else fall.level_on_two_lines(position)
    box = {"facecolor": FACE, "edgecolor": "none", "pad": 1.5}
    ax.text(*at, words, ha="center", va="bottom", fontsize=points, color=BLACK, linespacing=1.1, bbox=box)


def _small(fall: Waterfall, position: int, spread: bool) -> list[str]:
    """The lines below a step: whether it is clear, and how far worlds differ."""
    step, say = fall.steps[position], fall.language.text
    lines = [] if step.is_clear else [say("chart-no-clear-difference")]
    return [*lines, f"{_range(step, fall)}\n{say('chart-in-most-futures')}"] if spread else lines


def _label(ax: Axes, at: tuple[float, float], number: str, small: list[str], points: float) -> None:
    """What a step adds: the number in bold, and smaller lines below it."""
    note = ax.annotate(
        "\n".join(small), at, (0, 5), textcoords="offset points", ha="center", va="bottom", fontsize=SMALL_POINTS,
        color=GREY, linespacing=1.3,
    )  # fmt: skip
    ax.annotate(
        number, (0.5, 1), (0, 2), xycoords=note, textcoords="offset points",
        ha="center", va="bottom", fontsize=points, fontweight="bold", color=BLACK,
    )  # fmt: skip


def _range(step: WaitingPlan, fall: Waterfall) -> str:
    say = fall.language.text
    low, high = (to_digits(each, fall.digits) for each in (step.low, step.high))
    if low < 0 < high:
        return say("chart-between-fewer-and-more", low=fall.number(-low), high=fall.number(high))
    ends = sorted((abs(low), abs(high)))
    if ends[1] == 0 < max(abs(step.low), abs(step.high)):
        return say("chart-step", count=fall.too_small(), fewer=step.low + step.high < 0)
    if ends[0] == ends[1]:
        return say("chart-step", count=fall.number(ends[0]), fewer=low + high < 0)
    return say("chart-between", low=fall.number(ends[0]), high=fall.number(ends[1]), fewer=low + high < 0)
