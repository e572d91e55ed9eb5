"""A client: the situation of one organisation, read from a file of its own, with every problem located."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, ValidationError

from sim.problems import InputError, Path, Problem, nearest, shown
from sim.scenario.blocks import CLOUD, HOSTED
from sim.scenario.config import Document, read
from sim.scenario.grammar import (
    MISSING_KEY,
    UNKNOWN_KEY,
    Block,
    Count,
    CountFromOne,
    Deployment,
    Duration,
    FrozenMap,
    Text,
    inside,
    kind,
    read_mapping,
    translated,
)
from sim.scenario.quantities import NUMBER, Days, read_number, written_number
from sim.scenario.scenario import Scenario, written_form
from sim.wording.rounding import whole_number

from .countries import read_country
from .logo import Logo, read_logo

CLIENT_NEEDS = "a client needs name, deployment and patches_after"
NO_MITIGATION = "none"
ANYBODY = "Your business"
TODAY = "as today"
"""What the client does now, among its plans."""
MOST_PLANS = 4
LONGEST_NAME = 120
LOGOS = {"brand": "logo", "provider": "logo_of_provider"}
"""Where a logo is read into, by the block whose key `logo` names its file."""
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""They form letters in Persian and Indic scripts, and families of emoji; no other sign without ink is allowed."""
MOST_MONEY = 1e12
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
SHORT_COLOUR = re.compile(r"#[0-9a-fA-F]{3}")
SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₪": "ILS", "₩": "KRW", "₺": "TRY", "₴": "UAH"}
"""Signs of one currency alone; the dollar and the yen sign have several."""
FACTORS = {"k": 1e3, "m": 1e6}
THOUSANDS = "[ ,'\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{RIGHT SINGLE QUOTATION MARK}]"
"""What people write between groups of three digits; a point is not among them, as some read it as that of a decimal."""
GROUPED = rf"[1-9][0-9]{{0,2}}(?:{THOUSANDS}[0-9]{{3}})+(?:\.[0-9]{{1,2}})?"
CURRENCY = rf"[A-Z]{{3}}|[{''.join(SIGNS)}]"
MONEY = re.compile(rf"(?:({CURRENCY})\s*)?({GROUPED}|{NUMBER})\s*([kKmM])?\s*({CURRENCY})?")
LIKE_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(?!\d)")


@dataclass(frozen=True)
class Money:
    """An amount of money.

    Attributes
    ----------
    amount : float
        In whole units of the currency.
    currency : str
        Its three letters.
    """

    amount: float
    currency: str

    def __str__(self) -> str:
        return f"{self.amount:,.0f} {self.currency}"


def read_money(value: Any) -> Money:
    """An amount and its currency as people write it: `50_000 EUR`, `€50k`, `50,000 EUR`, `50 000 €`."""
    match = MONEY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or (match[1] is None) == (match[4] is None):
        raise ValueError("is not an amount of money; write a number and a currency, for example 50_000 EUR")
    before, written, factor, after = match.groups()
    if LIKE_THOUSANDS.match(written):
        raise ValueError(
            "has three digits after a point, which some read as thousands; write 180_000 EUR, or 180.00 EUR"
        )
    number = read_number(re.sub(THOUSANDS, "", written)) * FACTORS.get((factor or "").lower(), 1.0)
    amount = whole_number(number)
    if not 1 <= amount <= MOST_MONEY:
        raise ValueError(f"is not between 1 and {MOST_MONEY:,.0f}")
    currency = before or after
    return Money(amount, SIGNS.get(currency, currency))


def read_colour(value: Any) -> str:
    """A colour in the way of the web: `#0072B2`, `#fff`, `navy`."""
    from PIL import ImageColor

    written = value.strip() if isinstance(value, str) else ""
    if SHORT_COLOUR.fullmatch(written) or written.lower() in ImageColor.colormap:
        written = "#{:02X}{:02X}{:02X}".format(*ImageColor.getrgb(written))
    if not COLOUR.fullmatch(written):
        help_text = "write # and six hexadecimal digits in quotes, for example '#0072B2', or a name such as navy"
        raise ValueError(f"is not a colour; {help_text}")
    return written.upper()


def is_written(letter: str) -> bool:
    """Whether people write it: letters, signs, spaces of any width, and joiners, but no controls."""
    return letter.isprintable() or letter in JOINERS or unicodedata.category(letter) == "Zs"


def read_label(value: Any) -> str:
    """A short text on one line."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("is not a text")
    if len(value) > LONGEST_NAME or not all(map(is_written, value)):
        raise ValueError(f"is not a text of at most {LONGEST_NAME} letters on one line")
    return value.strip()


class Mitigation(Block):
    """A remediation of the scenario that the client takes until the fix is installed."""

    remediation: Text
    """Its name in the scenario."""
    after: Duration
    """How long after it becomes available."""


def read_mitigation(value: Any) -> Mitigation | str:
    """A mitigation, or the word `none`."""
    if isinstance(value, Mitigation):
        return value
    if value == NO_MITIGATION:
        return NO_MITIGATION
    if not isinstance(value, Mapping):
        form = "{remediation: NAME, after: 1d} with a name of the scenario"
        raise ValueError(f"is not a mitigation; write {form}, or {NO_MITIGATION}")
    return Mitigation.model_validate(dict(value))


Label = Annotated[str, PlainValidator(read_label), kind("text")]
Mitigated = Annotated[Mitigation | str, PlainValidator(inside(read_mitigation))]


class ResponsePlan(Block):
    """A way to respond: how long after the fix is available the servers are patched, and what is done until then."""

    patches_after: Duration
    """How long after the fix is available all servers are patched."""
    mitigation: Mitigated | None = None
    """What is done until then; without the key, what the client does anyway; `none` for nothing."""


class Brand(Block):
    """How a report of this client looks."""

    logo: Text | None = None
    """An SVG, PNG, JPEG or WebP file, from the folder of the client's file."""
    colour: Annotated[str, PlainValidator(read_colour)] = "#1F3A5F"
    """The colour of the head of a page."""
    accent: Annotated[str, PlainValidator(read_colour)] = "#D55E00"
    """The colour of rules and borders."""


class Provider(Block):
    """Who advises the client, beside whose name and logo its own stand."""

    name: Label
    """As the report calls it; text stays text."""
    logo: Text | None = None
    """An SVG, PNG, JPEG or WebP file, from the folder of the client's file."""
    contact: Label | None = None
    """Whom to ask and how, on one line."""


def _names(value: Any) -> Any:
    """A mapping whose names differ by more than spaces around them; `fast: 1d` is a plan that patches after a day."""
    read = read_mapping(value)
    names = [name.strip() for name in read if isinstance(name, str)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"holds {twice!r} more than once; give plans different names")
    return {name: {"patches_after": each} if isinstance(each, str) else each for name, each in read.items()}


def _plans(value: dict[str, ResponsePlan]) -> FrozenMap[str, ResponsePlan]:
    if not 1 <= len(value) <= MOST_PLANS:
        raise ValueError(f"holds {len(value)} plans; name one to {MOST_PLANS}, of which people choose")
    if TODAY in value:
        raise ValueError(f"holds {TODAY!r}, which is the name of what the client does without a plan; choose another")
    return FrozenMap(value)


PLANS = FrozenMap(
    {
        "in a day": ResponsePlan(patches_after=Days(1)),
        "in a week": ResponsePlan(patches_after=Days(7)),
        "in a month": ResponsePlan(patches_after=Days(30)),
    }
)


class ClientFields(Block):
    """The fields of a client's file."""

    name: Label
    """The client, as a report calls it; text stays text."""
    like: Text | None = None
    """The population of the scenario that the client is like; without the key, all of its deployment together. It may
    be of another deployment, as long as both run servers: then the attacks and the fix are those on that population."""
    deployment: Deployment
    """Where the client's servers run: on_prem, hybrid, hosted or cloud. A provider patches hosted ones."""
    servers: CountFromOne = 1
    """Servers of the kind that is attacked. In the cloud the client has none, whatever is written."""
    mailboxes: Count = 0
    """Mailboxes on these servers."""
    fix: Text | None = None
    """The remediation of the scenario that is the fix; without the key, the first that protects such servers."""
    patches_after: Duration
    """How long after the fix is available the client's servers are patched today, by it or by its provider."""
    mitigation: Mitigated = NO_MITIGATION
    """What the client does until then; without the key, nothing."""
    plans: Annotated[dict[Label, ResponsePlan], BeforeValidator(_names), AfterValidator(_plans)] = PLANS
    """Plans by name, of which the client chooses; without the key, in a day, in a week (7d) and in a month (30d)."""
    cost_of_breach: Annotated[Money | None, PlainValidator(read_money)] = None
    """What a breach costs the client, for example 50_000 EUR or €50k; without the key, costs are left out."""
    brand: Brand = Field(default_factory=Brand)
    """Logo and colours of the report."""
    country: Annotated[str | None, PlainValidator(read_country)] = None
    """Where the client is: two letters or the English name; a report shows the patch deadlines that may bind there."""
    provider: Provider | None = None
    """Who advises the client: its name, logo and contact stand beside the client's."""


class Client(ClientFields):
    """One organisation, frozen. Read one with `sim.load_client`.

    Attributes
    ----------
    name : str
        As it stands in reports.
    like : str or None
        The population of the scenario that it is like; None for all of its deployment together.
    deployment : str
        on_prem, hybrid, hosted or cloud.
    servers, mailboxes : int
        Servers of the kind that is attacked, and mailboxes on them.
    fix : str or None
        The remediation that is the fix; None for the first that protects such servers.
    patches_after : Days
        How long after the fix is available it patches, or its provider does, in days.
    mitigation : Mitigation or str
        What it does until then, or `none`.
    plans : mapping
        A `ResponsePlan` by name, of which it chooses.
    cost_of_breach : Money or None
        What a breach costs it; None leaves costs out.
    brand : Brand
        Logo and colours of its report.
    country : str or None
        Two letters of the country whose patch deadlines a report shows; None for yardsticks of several countries.
    provider : Provider or None
        Who advises it, with name, logo and contact.
    logo, logo_of_provider : Logo or None
        The logos, upright and without what a camera wrote, so that nothing is read later.
    places
        Where everything stands in the file that it was read from.

    Examples
    --------
    >>> client.replace({"patches_after": "14d"}).patches_after
    14.0
    """

    logo: Logo | None = None
    logo_of_provider: Logo | None = None
    places: Any = Field(default=None, repr=False)

    @property
    def runs_servers(self) -> bool:
        """Whether it has servers that can be hit, of its own or at a provider."""
        return self.deployment != CLOUD

    @property
    def is_hosted(self) -> bool:
        """Whether its servers are those of a provider, which it cannot patch itself."""
        return self.deployment == HOSTED

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], folder: str | FilePath = ".") -> Client:
        """A client from a mapping in the grammar of client files.

        Parameters
        ----------
        data : mapping
            Keys and values as in a file.
        folder : str or Path
            Where a logo is looked for; by default the working folder.

        Returns
        -------
        Client
            The client, frozen.

        Raises
        ------
        InputError
            With every problem.
        """
        return _read(data, FilePath(folder), [])

    def to_dict(self) -> dict[str, Any]:
        """The client in the grammar of client files, without the keys that have their default."""
        values = {key: getattr(self, key) for key in ClientFields.model_fields}
        written: dict[str, Any] = written_form(ClientFields.model_construct(**values))
        if self.cost_of_breach is not None:
            cost = self.cost_of_breach
            written["cost_of_breach"] = f"{written_number(cost.amount)} {cost.currency}"
        return written

    def replace(self, changes: Mapping[str, Any]) -> Client:
        """A changed copy: `client.replace({"patches_after": "14d"})`.

        Parameters
        ----------
        changes : mapping
            Values by key, in the grammar of client files.

        Returns
        -------
        Client
            With the logos that it had, unless `brand` or `provider` changes.

        Raises
        ------
        InputError
            If a key or a value does not fit.
        """
        written = {**self.to_dict(), **changes}
        kept = [key for key in LOGOS if key not in changes and key in written]
        for key in kept:
            written[key] = {name: value for name, value in written[key].items() if name != "logo"}
        changed = Client.from_dict(written)
        blocks = {key: getattr(self, key) for key in kept}
        return changed.model_copy(update=blocks | {LOGOS[key]: getattr(self, LOGOS[key]) for key in kept})

    def plan_as_today(self) -> ResponsePlan:
        """What the client does without a new plan."""
        return ResponsePlan(patches_after=self.patches_after, mitigation=self.mitigation)

    def mitigation_of(self, plan: ResponsePlan) -> Mitigation | None:
        """What is done until the fix is installed.

        Parameters
        ----------
        plan : ResponsePlan
            One of `plans`, or `plan_as_today()`.

        Returns
        -------
        Mitigation or None
            The plan's, or where it says nothing of it the client's own; None for nothing.
        """
        chosen = self.mitigation if plan.mitigation is None else plan.mitigation
        return chosen if isinstance(chosen, Mitigation) else None

    def locate(self, error: InputError) -> InputError:
        """Problems with this client, with their places in its file where it was read from one.

        Parameters
        ----------
        error : InputError
            Whose problems have paths in the client.

        Returns
        -------
        InputError
            The same problems.
        """
        return self.places.locate(error) if isinstance(self.places, Document) else error


def commonest_deployment(scenario: Scenario) -> str | None:
    """The deployment of most organisations that have servers, the first of equals; None if nobody does."""
    numbers: dict[str, int] = {}
    for population in scenario.populations.values():
        if population.runs_servers:
            numbers[population.deployment] = numbers.get(population.deployment, 0) + population.organizations
    return max(numbers, key=numbers.__getitem__, default=None)


def typical_client(scenario: Scenario) -> Client:
    """A business of whom nothing is known, of the commonest deployment."""
    deployment = commonest_deployment(scenario) or CLOUD
    return Client.from_dict({"name": ANYBODY, "deployment": deployment, "patches_after": "7d"})


def load_client(path: str | FilePath) -> Client:
    """Read a client from a YAML or JSON file.

    Parameters
    ----------
    path : str or Path
        A file as configs/client.example.yaml.

    Returns
    -------
    Client
        The client, frozen.

    Raises
    ------
    InputError
        With every problem of the file, each with its place.

    Examples
    --------
    >>> sim.load_client("configs/client.example.yaml").name
    'Example Bakery Ltd'
    """
    document = read(path, CLIENT_NEEDS)
    try:
        client = _read(document.data, FilePath(path).parent, list(document.problems))
    except InputError as error:
        raise document.locate(error) from None
    return client.model_copy(update={"places": document})


def _read(data: Any, folder: FilePath, problems: list[Problem]) -> Client:
    if not isinstance(data, Mapping):
        raise InputError([Problem((), shown(data), f"a client is a mapping of keys and values; {CLIENT_NEEDS}")])
    fields: ClientFields | None = None
    try:
        fields = ClientFields.model_validate(dict(data))
    except ValidationError as error:
        problems += [_explained(each) for one in error.errors() for each in translated(one, ())]
    logos: dict[str, Logo] = {}
    for key, name in LOGOS.items():
        block = data.get(key)
        if isinstance(block, Mapping) and isinstance(block.get("logo"), str) and block["logo"].strip():
            try:
                logos[name] = read_logo(folder / block["logo"])
            except ValueError as error:
                problems.append(Problem((key, "logo"), shown(block["logo"]), str(error)))
    if problems or fields is None:
        raise InputError(problems)
    values = {key: getattr(fields, key) for key in ClientFields.model_fields}
    return Client.model_construct(**{**values, **logos})


def _explained(problem: Problem) -> Problem:
    """A problem with what is known or needed where a key is unknown or missing."""
    block = _block_at(problem.path)
    if problem.message == UNKNOWN_KEY:
        message = f"unknown key; {nearest(str(problem.path[-1]), block.model_fields)}"
    elif problem.message == MISSING_KEY:
        needed = ", ".join(key for key, info in block.model_fields.items() if info.is_required())
        message = f"missing key; needed here: {needed}"
    else:
        return problem
    return Problem(problem.path, problem.value, message)


def _block_at(path: Path) -> type[Block]:
    if "mitigation" in path[:-1]:
        return Mitigation
    if len(path) > 1 and path[0] in LOGOS:
        return Brand if path[0] == "brand" else Provider
    return ResponsePlan if len(path) > 2 and path[0] == "plans" else ClientFields
