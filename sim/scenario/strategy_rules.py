"""What a scanning strategy is in a file: its text, and which keys of a campaign go with it.

How each of them scans is in `sim.model.strategies`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StrategyRules:
    """A strategy by name, and whether its campaign needs, or may have, `addresses` and `priority`.

    One that `spreads` does so from the servers that it has entered; some are `initially_compromised`.
    """

    name: str
    text: str
    needs_addresses: bool = False
    takes_addresses: bool = True
    takes_priority: bool = False
    spreads: bool = False


RULES = {
    each.name: each
    for each in (
        StrategyRules(
            "random",
            "Addresses at random, with replacement: the same one may be probed again at once.",
            needs_addresses=True,
        ),
        StrategyRules("permutation", "All addresses in one random order, then again in the same order."),
        StrategyRules(
            "hit_list",
            "The servers aimed at, one after the other and each once, by priority; then it stops.",
            takes_addresses=False,
            takes_priority=True,
        ),
        StrategyRules(
            "worm",
            "Every server that it holds probes addresses at random, at the whole rate, while its foothold lives.",
            needs_addresses=True,
            spreads=True,
        ),
    )
}
"""The strategies by name, in the order in which help lists them."""

STRATEGY_NAMES = tuple(RULES)
STRATEGY_TEXTS = {name: each.text for name, each in RULES.items()}
