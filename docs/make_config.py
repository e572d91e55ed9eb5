"""Writes docs/config.md from the blocks of scenarios: `make generated`."""

from __future__ import annotations

import re
from pathlib import Path

from sim.scenario.laws import LAWS
from sim.scenario.schema import KINDS, Key, blocks, default_text

INTRODUCTION = """\
<!-- Made by `make generated` from sim/scenario and docs/make_config.py; change it there. -->
# Scenario files

YAML 1.2 (JSON is YAML). Tags, directives and duplicate keys are refused. A file has at most 250 kB, 10,000 keys and
values, and 10,000 letters in a text. Numbers have a decimal point, and `_` between thousands if you like: `250_000`;
what only some programs take for a number (`007`, `0x10`, `1,000`) is refused. A list in which some commas stand between
digits and others before a space, such as `[1,500, 2,500]`, is refused too. Dates of `start` and `horizon` lie between
1678-01-01 and 2261-12-31. Control characters in texts are shown as their codes.

Every quantity carries its unit; an unknown key is an
error that names the nearest known one; all errors of a file are reported at once, as `file:line:column: path: value:
what is wrong and what would be accepted`.

An editor that knows [`configs/scenario.schema.json`](../configs/scenario.schema.json) (`patchrace schema` prints it)
completes keys, says what they mean, and marks mistakes while you type. In VS Code with the YAML extension, and wherever
yaml-language-server runs, the first line of a scenario names it:

```yaml
# yaml-language-server: $schema=../scenario.schema.json
```

## Kinds of values
"""

WRITTEN = {
    "duration": "`90m`, `6h`, `14d`, `2w`, `2w 3d` (s, m, h, d, w), or with a word: `10 days`, `1 month`; "
    "a month has 30 days, a year 365",
    "rate": "`40/s`, `6/min`, `10/h`, `250_000/d`, `1/w`, `4 per year`",
    "share": "a number from 0 to 1",
    "number": "a number, not negative: `0.7`, `250_000`",
    "whole number": "`4_000`",
    "date": "`2021-03-02`, or with a time, `2021-03-02T22:00:00Z`; in UTC unless it has an offset",
    "moment": "a date, a duration after `start`, or `name + 8d`, `name - 6h` with a name from `timeline`, `start` or "
    "`horizon`",
    "opening": "`sat 22:00`; `daily 01:00`; `third fri 22:30` (first, second, third, fourth or last); "
    "`second tue + 3d 20:00`; see [Calendars](#calendars)",
    "time zone": "an IANA name: `Europe/Berlin`, `America/New_York`, `UTC`",
    "law of durations": "`{law: weibull, scale: 4d, shape: 0.7}`; see [Laws](#laws)",
    "law of numbers": "`{law: geometric, mean: 2}`",
    "text": "any text that is not empty",
    "word": "one of those listed",
    "words": "`[high_value, us]`, or a single one: `us`",
    "name": "letters, digits, `_` and `-`, beginning with a letter; not `start`, `horizon` or `all`",
    "numbers by moment": "`{fix: 3.0, fix + 6d: 1.5}`",
    "numbers by tag": "`{high_value: 5}`",
    "numbers by population": "`{small_business: 3}`",
    "true or false": "`true` or `false`",
    "shares by campaign": "`{mass_scan: 0.9, others: 0.5}`: `others` stands for the campaigns that are not named",
    "shares by link": "`{CVE-2021-26855: 0.5, CVE-2021-27065: 0.8}`: all links have to hold, so the product counts",
    "pair of shares": "`[0.12, 0.30]`, the lower one first",
    "laws by path": "`campaigns.mass_scan.rate: {law: lognormal, median: 150_000/d, sigma: 0.5}`; see [Paths](#paths)",
    "texts by path": "`timeline.fix: the vendor's advisory of 2 March 2021`",
    "texts by path, by language": "`de: {about.what: ein Mailserver, timeline.fix: das Update}`",
    "pairs of shares by outcome": "`compromised: [0.12, 0.30]`",
}

TITLES = {
    "Scenario": "Top level",
    "About": "About",
    "Alarm": "An alarm",
    "Population": "A population",
    "Remediation": "A remediation",
    "Availability": "A wave",
    "Prerequisite": "A prerequisite",
    "Ring": "A ring",
    "Window": "A window",
    "Freeze": "A freeze",
    "Override": "An override",
    "Campaign": "A campaign",
    "Growth": "A growth",
    "Crew": "A crew",
    "Actors": "Actors",
    "Aftermath": "Aftermath",
    "AftermathOverride": "An override of the aftermath",
    "Pivot": "A pivot",
    "Filter": "A filter",
}
"""The blocks in their order here."""

INSTEAD_OF_TABLE = {
    "Override": "It takes the keys of [a remediation](#a-remediation) but for `applies_to` and `by_population`. "
    "They mean the same, and what is not written is as in the remediation.",
    "AftermathOverride": "It takes the keys of [aftermath](#aftermath) but for `by_population`. "
    "They mean the same, and what is not written is as in the aftermath.",
}

CALENDARS = """\
## Calendars

Installed on the third Friday of the month from 22:30 to 4:30 in Berlin, in Sydney on any night from 1:00 to 3:00, and
nowhere over Christmas:

```yaml
remediations:
  update:
    available: fix
    adoption: {law: lognormal, median: 3d, sigma: 0.8}          # ready, and waiting for the window
    window: {opens: third fri 22:30, lasts: 6h, timezone: Europe/Berlin}
    freeze: [{from: 2021-12-20, until: 2022-01-03}]
    by_population:
      sydney:
        window: {opens: daily 01:00, lasts: 2h, timezone: Australia/Sydney}
```

| `opens` | when |
|---|---|
| `sat 22:00` | every Saturday |
| `daily 01:00` | every day |
| `third fri 22:30` | every month, on its third Friday; or `first`, `second`, `fourth`, `last` |
| `second tue + 3d 20:00` | three days after the second Tuesday of every month, which need not be its second Friday; \
whole days, at most 28, after it (`+`) or before (`-`) |

- Times of `opens` are those that clocks show in `timezone`, in UTC unless written. In the night in which clocks are put
  forward, a time that they leave out is later by as much: 2:30 is the moment at which they show 3:30. In the night in
  which they are put back, a time that they show twice is the first of the two.
- `lasts` is elapsed time, whatever clocks do meanwhile. Windows that overlap or touch are one.
- A window is open from its opening up to its end, which is not part of it, and so is a freeze. What is open is what
  windows leave when freezes are cut out: where a freeze ends inside a window, its rest is open.
- Moments of `freeze` are any moments, in UTC. A date is its midnight, so the freeze above ends with 2 January. Who is
  ready on 20 December waits until 21 January in Berlin, and in Sydney until 1:00 on the 4th, as it is 11:00 on the 3rd
  when the freeze ends.
- A crew has windows of its own, in `crew`, and the freeze of the remediation: it begins no work that would go on in it.

"""

LAWS_INTRODUCTION = """\
## Laws

A law draws a delay, a rate, a number or a moment. Its parameters are in the unit of what it draws, but for `shape`,
`sigma` and shares. Every law takes `at_most`, which cuts it: a draw beyond it becomes it. In Python, any object with
`quantile`, `cdf`, `mean` and `median` is a law.
"""

LAWS_MORE = """\
Points are `[[1d, 0.1], [7d, 0.6]]`. A component is a law with a `share` and, if it starts later, an `after`; here the
share that is left, 0.2, is never:

```yaml
adoption:
  law: mixture
  components:
    - {share: 0.1, law: fixed, value: 1d}
    - {share: 0.7, after: 2d, law: exponential, mean: 5d}
```
"""

PATHS = """\
## Paths

`campaigns.mass_scan.rate`, `remediations.update.by_population.hospitals.adoption.scale`, `timeline.fix`: the same
dotted path serves `--set`, `scenario.replace`, `uncertain` and `sources`. Setting a path removes its row in
`uncertain`, and says so. `uncertain.campaigns.mass_scan.rate` sets the law of a row, or adds the row, and
`uncertain.campaigns.mass_scan.rate.median` sets a parameter of its law.

A row of `uncertain` may name any number, duration, rate or moment that is written; a draw outside the domain of what it
stands for is an error that names the path, never clipped. A law of a moment draws the days after `start`, also where
the moment is written as `fix + 6d`: what is drawn stands in place of all of it. If a change moves `fix`, the law stays
where it was, and a warning says so.

Parts of a list are counted from 0: `remediations.update.available.1.share`.
"""


def page() -> str:
    """The text of docs/config.md."""
    found = blocks()
    kinds = {part for kind in KINDS.values() for part in kind.name.split(", or ")}
    if unknown := (set(found) ^ set(TITLES)) | (kinds ^ set(WRITTEN)):
        raise SystemExit(
            f"docs/make_config.py: TITLES or WRITTEN differ from the model in {', '.join(sorted(unknown))}"
        )
    parts = [INTRODUCTION, kinds_table()]
    for name, title in TITLES.items():
        what, keys = found[name]
        about = "" if name == "Scenario" else f"{what}\n\n"
        parts.append(f"## {title}\n\n{about}{INSTEAD_OF_TABLE.get(name) or keys_table(keys)}\n")
    return "\n".join([*parts, CALENDARS + LAWS_INTRODUCTION, laws_table(), LAWS_MORE, PATHS])


def kinds_table() -> str:
    """The kinds of values, one a row."""
    rows = (f"| {kind} | {written} |" for kind, written in WRITTEN.items())
    return "\n".join(["| kind | written |", "|---|---|", *rows, ""])


def keys_table(keys: tuple[Key, ...]) -> str:
    """The keys of a block, one a row."""
    rows = ["| key | kind | meaning | default |", "|---|---|---|---|"]
    for key in keys:
        meaning = "<br>".join([key.meaning, *(f"`{word}`: {text}" for word, text in key.options)])
        default = f"`{default_text(key.default)}`" if default_text(key.default) else "none"
        rows.append(f"| `{key.name}` | {linked(key.kind)} | {meaning} | {'required' if key.required else default} |")
    return "\n".join(rows)


def laws_table() -> str:
    """The laws, one a row for each way of writing one."""
    rows = ["| law | parameters | meaning |", "|---|---|---|"]
    for name, forms in LAWS.items():
        for form in forms:
            parameters = ", ".join(f"`{key}`" for key in form.parameters())
            rows.append(f"| `{name}` | {parameters} | {str(form.__doc__).splitlines()[0]} |")
    return "\n".join([*rows, ""])


def linked(kind: str) -> str:
    """A kind with the names of blocks turned into links to their tables."""

    def link(match: re.Match[str]) -> str:
        title = TITLES[match[0]]
        return f"[{re.sub('^(A|An) ', '', title).lower()}](#{title.lower().replace(' ', '-')})"

    longest_first = sorted(TITLES, key=len, reverse=True)
    return re.sub("|".join(longest_first), link, kind)


if __name__ == "__main__":
    Path(__file__).with_name("config.md").write_text(page(), encoding="utf-8")
