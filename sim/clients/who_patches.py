"""Who patches a client's servers, in words: the client, or the provider who runs them for it."""

from __future__ import annotations

from dataclasses import dataclass

from .client import Client


@dataclass(frozen=True)
class WhoPatches:
    """Parts of sentences: what the client does, what businesses like it do, which of them, and what waiting is."""

    you_patch: str
    they_patch: str
    that_patch: str
    if_you_wait: str


BY_THEMSELVES = WhoPatches("you patch", "they patch", "that patch", "Wait {} more, and")
BY_A_PROVIDER = WhoPatches(
    "your provider patches", "their provider patches", "whose provider patches", "If your provider waits {} more,"
)


def who_patches(client: Client) -> WhoPatches:
    """The words for a client."""
    return BY_A_PROVIDER if client.is_hosted else BY_THEMSELVES
