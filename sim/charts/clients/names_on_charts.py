"""Names as charts have room for them: of a client and of its plans, in its language where it did not choose them."""

from __future__ import annotations

from sim.charts.drawing.style import LONGEST_NAME, shortened
from sim.clients.client import Client
from sim.clients.shown_names import shown_client, shown_plan


def client_on_chart(client: Client) -> str:
    """The name of a client, cut where it is too long for a chart."""
    return shortened(shown_client(client))


def plan_on_chart(client: Client, name: str, most: int = LONGEST_NAME) -> str:
    """A plan of a client, or what it does today, cut to so many letters."""
    return shortened(shown_plan(client, name), most)


def in_the_cloud(client: Client) -> str:
    """What is said below the title where a client has no server."""
    return client.words.text("chart-in-the-cloud", client=client_on_chart(client))
