"""A client: the situation of one organization, read from a file of its own, with every problem located."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import partial
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
    read_choice,
    read_mapping,
    translated,
)
from sim.scenario.quantities import Days, PerDay, read_rate, written_number
from sim.scenario.scenario import Scenario, written_form
from sim.wording.language import ENGLISH, LOCALES, Language, language_of

from .countries import read_country
from .logo import Logo, read_logo
from .money import Money as Money
from .money import MoneyOrNone, Patching, PatchingCost, amount_of

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
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
SHORT_COLOUR = re.compile(r"#[0-9a-fA-F]{3}")


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
    cost_of_patching: PatchingCost = None
    """What a patch costs so; without the key, what it costs the client anyway."""


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


def read_such_flaws(value: Any) -> PerDay:
    """How many flaws come, as a rate of more than none and at most one a day."""
    rate = read_rate(value)
    if not 0 < rate <= 1:
        raise ValueError("is not more than none and at most one a day; write for example 3 per year")
    return rate


ChosenLanguage = Annotated[str, PlainValidator(partial(read_choice, options=tuple(LOCALES)))]
SuchFlaws = Annotated[PerDay | None, PlainValidator(read_such_flaws)]


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
    cost_of_breach: MoneyOrNone = None
    """What a breach costs the client, for example 50_000 EUR or €50k; without the key, costs are left out."""
    cost_of_patching: PatchingCost = None
    """What it costs to patch all servers once: an amount, or working time and downtime by the hour. A plan may have a
    cost of its own. It counts only beside the cost of a breach."""
    such_flaws: SuchFlaws = None
    """How many flaws like this one come in a year, for example `3 per year`; the report then tells a year's view."""
    brand: Brand = Field(default_factory=Brand)
    """Logo and colours of the report."""
    country: Annotated[str | None, PlainValidator(read_country)] = None
    """Where the client is: two letters or the English name; a report shows the patch deadlines that may bind there."""
    provider: Provider | None = None
    """Who advises the client: its name, logo and contact stand beside the client's."""
    language: ChosenLanguage = ENGLISH.code
    """The language of its reports and pages: en for English, or de for German."""


class Client(ClientFields):
    """One organization, frozen. Read one with `sim.load_client`.

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
    cost_of_patching : Patching, Money or None
        What it costs to patch all servers once.
    such_flaws : PerDay or None
        How many flaws like this one come, per day; None leaves the year out.
    brand : Brand
        Logo and colours of its report.
    country : str or None
        Two letters of the country whose patch deadlines a report shows; None for yardsticks of several countries.
    provider : Provider or None
        Who advises it, with name, logo and contact.
    language : str
        The two letters of the language of its reports and pages; `words` is that language.
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
    def words(self) -> Language:
        """The language of what it reads."""
        return language_of(self.language)

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
        return dict(_with_money_in_words(written))

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

    def patching_of(self, plan: ResponsePlan) -> Money | None:
        """What it costs to patch all servers once.

        Parameters
        ----------
        plan : ResponsePlan
            One of `plans`, or `plan_as_today()`.

        Returns
        -------
        Money or None
            The plan's, or where it says nothing of it the client's own; None where neither says anything.
        """
        chosen = self.cost_of_patching if plan.cost_of_patching is None else plan.cost_of_patching
        return None if chosen is None else amount_of(chosen)

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


def _with_money_in_words(value: Any) -> Any:
    """What a file would hold, with amounts as text."""
    if isinstance(value, Money):
        return f"{written_number(value.amount)} {value.currency}"
    return {key: _with_money_in_words(each) for key, each in value.items()} if isinstance(value, dict) else value


def commonest_deployment(scenario: Scenario) -> str | None:
    """The deployment of most organizations that have servers, the first of equals; None if nobody does."""
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
    if costs := _costs_that_do_not_fit(fields):
        raise InputError(costs)
    values = {key: getattr(fields, key) for key in ClientFields.model_fields}
    return Client.model_construct(**{**values, **logos})


def _costs_that_do_not_fit(fields: ClientFields) -> list[Problem]:
    """Costs of patching beside no cost of a breach, or in another currency."""
    costs: dict[Path, Any] = {("cost_of_patching",): fields.cost_of_patching}
    costs |= {("plans", name, "cost_of_patching"): plan.cost_of_patching for name, plan in fields.plans.items()}
    problems = []
    for path, cost in costs.items():
        if cost is None:
            continue
        if fields.cost_of_breach is None:
            problems.append(Problem(path, None, "needs cost_of_breach beside it, as the two are compared"))
        elif (currency := amount_of(cost).currency) != fields.cost_of_breach.currency:
            problems.append(
                Problem(path, currency, f"is not in {fields.cost_of_breach.currency}, as cost_of_breach is")
            )
    return problems


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
    if "cost_of_patching" in path[:-1]:
        return Patching
    if "mitigation" in path[:-1]:
        return Mitigation
    if len(path) > 1 and path[0] in LOGOS:
        return Brand if path[0] == "brand" else Provider
    return ResponsePlan if len(path) > 2 and path[0] == "plans" else ClientFields
