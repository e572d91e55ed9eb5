"""Who patches a client's servers, in words: the client, or the provider who runs them for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.wording.tense import IS, WOULD_HAVE_BEEN, Tense

from .client import Client


@dataclass(frozen=True)
class WhoPatches:
    """Parts of sentences: what the client does, what businesses like it do, which of them, and what waiting is."""

    you_patch: str
    they_patch: str
    that_patch: str
    if_you_patch: str
    if_you_wait: str


BY_THEMSELVES = WhoPatches("you patch", "they patch", "that patch", "If you patch", "Wait {} longer than today, and")
BY_A_PROVIDER = WhoPatches(
    "your provider patches",
    "their provider patches",
    "whose provider patches",
    "If your provider patches",
    "If your provider waits {} longer than today,",
)


def who_patches(client: Client, tense: Tense = IS) -> WhoPatches:
    """The words for a client, in a tense."""
    who = BY_A_PROVIDER if client.is_hosted else BY_THEMSELVES
    if tense is IS:
        return who
    condition = "had patched" if tense is WOULD_HAVE_BEEN else "patched"
    return replace(
        who,
        you_patch=_in_the_past(who.you_patch, "patched"),
        they_patch=_in_the_past(who.they_patch, "patched"),
        that_patch=_in_the_past(who.that_patch, condition),
        if_you_patch=_in_the_past(who.if_you_patch, condition),
    )


def _in_the_past(words: str, verb: str) -> str:
    """Words that end with `patch` or `patches`, with another verb."""
    return f"{words.rpartition(' ')[0]} {verb}"
