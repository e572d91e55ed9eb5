"""JSON Schema of scenario files, for editors: completion, texts while hovering, and errors while typing.

Keys, defaults and texts are those of the blocks; this module says how each kind of value is written. It refuses
nothing that `Scenario.from_dict` accepts (but for spaces around the dots of a path), and sees one value at a time: what
hangs together is for `patchrace check`. The dialect is draft 7, which every editor reads.

Editors know neither YAML's dates nor `4_000` as a number, so these are texts of a certain form here. `errorMessage` is
an extension that they know, for a word more helpful than a pattern.
"""

from __future__ import annotations

import ast
import copy
import inspect
import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from sim.outcomes import OUTCOMES_WITH_A_SHARE

from .blocks import Aftermath, AftermathOverride, Override, Remediation
from .grammar import ALARM_STATES, DEPLOYMENTS, ENTRIES, HAPPENED, INVENTED, LONGEST_LABEL, fields_of
from .laws import LAWS
from .moments import HORIZON, MOMENT_HELP, NAME, START
from .openings import DAILY, EXAMPLES, ORDINALS, WEEKDAYS, ZONE_EXAMPLES
from .paths import NOT_UNCERTAIN
from .quantities import (
    DURATION_HELP,
    DURATION_UNIT,
    LARGEST_WHOLE,
    MOST_REPLICATIONS,
    NUMBER,
    PER,
    RATE_HELP,
    RATE_UNIT,
)
from .reading import ABOUT_WORDS, LANGUAGE, SECTIONS, Fields
from .scenario import written_form
from .strategy_rules import STRATEGY_NAMES, STRATEGY_TEXTS

Schema = dict[str, Any]
DIALECT = "http://json-schema.org/draft-07/schema#"
DEFINITIONS = "#/definitions/"
LINE = 120

DURATION = rf"{NUMBER}\s*(?:{DURATION_UNIT})(?:\s*{NUMBER}\s*(?:{DURATION_UNIT}))*"
RATE = rf"{NUMBER}{PER}(?:{RATE_UNIT})"
DATE = r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt\s]\s*\d[\d:.,]*\s*(?:[Zz]|[+-]\d[\d:]*)?)?"
MOMENT = rf"{DATE}|{NAME.pattern}(?:\s*[+-]\s*{DURATION})?|{DURATION}"


def _in_any_case(words: Iterable[str]) -> str:
    """A pattern of one of some words, in letters of either case."""
    return "|".join("".join(f"[{letter}{letter.upper()}]" for letter in word) for word in words)


OPENING = (
    rf"(?:{_in_any_case([DAILY])}|(?:{_in_any_case(WEEKDAYS)})[A-Za-z]*"
    rf"|(?:{_in_any_case(ORDINALS)})\s+(?:{_in_any_case(WEEKDAYS)})[A-Za-z]*(?:\s*[+-]\s*{DURATION})?)"
    r"\s+(?:[01]?\d|2[0-3]):[0-5]\d"
)
ZONE = r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*"
WHOLE_TEXT = r"\d[\d_]*(?:\.0+)?|\d[\d_]*(?:\.\d+)?[eE]\+?\d+"
SHARE_TEXT = r"0[0_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|(?:0[0_]*)?1_*(?:\.0+)?|\d[\d_]*(?:\.\d+)?[eE]-\d+"
NOT_ZERO = r"(?=[\d_.]*[1-9])"
PART = r"[^.]+"

DURATIONS, RATES, NUMBERS, MOMENTS = "DurationLaw", "RateLaw", "NumberLaw", "MomentLaw"
"""Definitions of laws, by what they draw."""


def text(pattern: str, help_text: str) -> Schema:
    """A text that has a form."""
    message = f"write {help_text}"
    form = rf"^\s*(?:{pattern})\s*$"
    return {"type": "string", "pattern": form, "errorMessage": message}


def number(pattern: str, help_text: str, *, whole: bool = False, **limits: float) -> Schema:
    """A number within limits; written with underscores it is a text to editors."""
    return {**text(pattern, help_text), "type": ["integer" if whole else "number", "string"], **limits}


def words(options: tuple[str, ...], texts: Mapping[str, str]) -> Schema:
    """One of a few words, each with a text."""
    return {"type": "string", "enum": list(options), "enumDescriptions": [texts[option] for option in options]}


def one_or_list(of: Schema) -> Schema:
    """A value, or a list of such."""
    return {"anyOf": [of, {"type": "array", "items": of}]}


def mapping(of: Schema, names: Schema | None = None, **limits: int) -> Schema:
    """Keys and values."""
    return {"type": "object", **({"propertyNames": names} if names else {}), "additionalProperties": of, **limits}


def reference(definition: str) -> Schema:
    """What is written under `definitions`."""
    return {"$ref": DEFINITIONS + definition}


@dataclass(frozen=True)
class ValueKind:
    """A kind of values: its name in docs/config.md, how it is written, and its schema.

    `uncertain` lists what a row of `uncertain` can name: a pattern of the rest of the path, and the laws it takes.
    """

    name: str
    written: str
    schema: Schema
    uncertain: tuple[tuple[str, str], ...] = ()


DEPLOYMENT_TEXTS = {
    "on_prem": "Own servers.",
    "hybrid": "Own servers, and a cloud tenant that can be reached from them.",
    "hosted": "A provider's servers, which can be hit, and which the provider patches.",
    "cloud": "No servers of their own, so no attack of the scenario hits them.",
}
ENTRY_TEXTS = {
    "vulnerability": "Through the flaw itself, until the server is protected.",
    "foothold": "Through the foothold of another campaign, patched or not, until it is evicted.",
}
CASE_KIND_TEXTS = {
    HAPPENED: "It happened, so a report says what would have been.",
    INVENTED: "It is invented, so a report says what would be.",
}
ALARM_TEXTS = {
    "compromised": "Servers that were entered through the flaw.",
    "detected": "Servers on which an intruder was found.",
    "protected_in_time": "Servers that were protected before anybody came in.",
    "evicted": "Servers from which intruders were removed.",
    "reentered": "Servers that were entered through the foothold of another campaign.",
    "tenants_reached": "Hybrid organizations whose cloud tenant was reached.",
}
PARAMETER_TEXTS = {
    "law": "Which law.",
    "at_most": "Cuts the law: draws beyond it become it.",
    "value": "The value.",
    "low": "The least value.",
    "high": "The largest value.",
    "mean": "Mean of the draws.",
    "half_life": "Half of the draws fall below it, half of the rest below twice that, and so on.",
    "scale": "63 % of the draws fall below it, whatever the shape.",
    "median": "Half of the draws fall below it.",
    "sigma": "Standard deviation of the logarithm.",
    "shape": "Shape, a number greater than 0.",
    "weibull shape": "Below 1: a quick start and a long tail. Above 1: a slow start.",
    "gamma shape": "1 is exponential; the larger, the more regular.",
    "loglogistic shape": "The smaller, the heavier the tail; up to 1 the mean is infinite.",
    "points": "At least two pairs of a value and the share that has reached it: [[1d, 0.1], [7d, 0.6]].",
    "components": "Parts, each with its share, what it comes after, and a law: [{share: 0.1, law: fixed, value: 1d}].",
    "share": "Share of the draws that are of this part; what all parts together do not reach is never.",
    "after": "Added to what the law of this part draws. Default: nothing.",
}

SHARE = number(SHARE_TEXT, "a number from 0 to 1, such as 0.25 for 25 %", minimum=0, maximum=1)
POSITIVE = number(NOT_ZERO + NUMBER, "a number greater than 0", exclusiveMinimum=0)
POSITIVE_SHARE = {
    **SHARE,
    **text(NOT_ZERO + f"(?:{SHARE_TEXT})", "a share above 0"),
    "type": SHARE["type"],
    "exclusiveMinimum": 0,
}
PLAIN = number(NUMBER, "a number of 0 or more", minimum=0)
COUNT = number(WHOLE_TEXT, "a whole number of 0 or more", whole=True, minimum=0, maximum=LARGEST_WHOLE)
RANGE = {"type": "array", "items": [SHARE, SHARE], "minItems": 2, "maxItems": 2}

DRAWN = {
    DURATIONS: ("durations", "Duration"),
    RATES: ("rates", "Rate"),
    NUMBERS: ("numbers", "Number"),
    MOMENTS: ("moments", "DateOrDuration"),
}
"""What laws draw: in words, and the definition of how their parameters are written."""
LAW_TEXTS = {
    name: f"{' '.join(str(form.__doc__).splitlines()[0] for form in forms)} "
    f"Takes {' or '.join(', '.join(form.parameters()) for form in forms)}."
    for name, forms in LAWS.items()
}
PARAMETERS = {
    "Duration": text(DURATION, DURATION_HELP),
    "Rate": text(RATE, RATE_HELP),
    "Number": PLAIN,
    "DateOrDuration": text(f"{DATE}|{DURATION}", "a date (2021-03-02) or a duration after the start (14d)"),
    "Positive": POSITIVE,
    "Share": SHARE,
}
"""Definitions of the parameters of laws."""


def _law_paths(law: str) -> tuple[tuple[str, str], ...]:
    """What below a law can be uncertain: parameters with the unit of its draws, and plain numbers."""
    forms = [form for each in LAWS.values() for form in each]
    draws = list(dict.fromkeys(key for form in forms for key in form.quantities))
    plain = dict.fromkeys(key for form in forms for key in form.parameters() if key not in draws)
    numbers = [key for key in plain if key not in ("points", "components")]
    part = r"(?:\.components\.\d+)*\."
    return (
        (part + rf"(?:{'|'.join([*draws, 'at_most', 'after'])}|points\.\d+\.0)", law),
        (part + rf"(?:{'|'.join([*numbers, 'share'])}|points\.\d+\.1)", NUMBERS),
    )


FROM_ONE = {
    **COUNT,
    **text(NOT_ZERO + f"(?:{WHOLE_TEXT})", "a whole number of 1 or more"),
    "type": COUNT["type"],
    "minimum": 1,
}
KINDS = {
    "duration": ValueKind("duration", DURATION_HELP, text(DURATION, DURATION_HELP), (("", DURATIONS),)),
    "rate": ValueKind("rate", RATE_HELP, text(RATE, RATE_HELP), (("", RATES),)),
    "share": ValueKind("share", "a number from 0 to 1", SHARE, (("", NUMBERS),)),
    "positive": ValueKind("number", "a number greater than 0", POSITIVE, (("", NUMBERS),)),
    "count": ValueKind("whole number", "a whole number of 0 or more", COUNT, (("", NUMBERS),)),
    "count_from_one": ValueKind("whole number", "a whole number of 1 or more", FROM_ONE, (("", NUMBERS),)),
    "replications": ValueKind(
        "whole number",
        f"a whole number from 1 to {MOST_REPLICATIONS:_}",
        {
            **COUNT,
            **text(NOT_ZERO + f"(?:{WHOLE_TEXT})", f"a whole number from 1 to {MOST_REPLICATIONS:_}"),
            "type": COUNT["type"],
            "minimum": 1,
            "maximum": MOST_REPLICATIONS,
        },
        (("", NUMBERS),),
    ),
    "moment": ValueKind("moment", MOMENT_HELP, text(MOMENT, MOMENT_HELP), (("", MOMENTS),)),
    "date": ValueKind(
        "date",
        "a date in UTC, with or without a time: 2021-03-02 or 2021-03-02T22:00:00Z",
        text(DATE, "2021-03-02 or 2021-03-02T22:00:00Z"),
    ),
    "delay_law": ValueKind(
        "law of durations",
        "a law of durations: {law: weibull, scale: 4d, shape: 0.7}",
        reference(DURATIONS),
        _law_paths(DURATIONS),
    ),
    "servers": ValueKind(
        "whole number, or law of numbers",
        "a whole number, or a law of numbers: {law: geometric, mean: 2}",
        {"anyOf": [COUNT, reference(NUMBERS)]},
        (("", NUMBERS), *_law_paths(NUMBERS)),
    ),
    "success": ValueKind(
        "share, or shares by link",
        "a number from 0 to 1, or links and their shares, all of which have to hold: {initial: 0.5, escalation: 0.8}",
        {"anyOf": [SHARE, mapping(SHARE, minProperties=1)]},
        (("", NUMBERS), (rf"\.{PART}", NUMBERS)),
    ),
    "protects": ValueKind(
        "share, or shares by campaign",
        "a number from 0 to 1, or campaigns and their shares, and others: {mass_scan: 0.9, others: 0.5}",
        {"anyOf": [SHARE, mapping(SHARE, minProperties=1)]},
        (("", NUMBERS), (rf"\.{PART}", NUMBERS)),
    ),
    "until": ValueKind(
        "moment, or law of durations",
        f"{MOMENT_HELP}; or a law of durations: {{law: fixed, value: 14d}}",
        {"anyOf": [text(MOMENT, MOMENT_HELP), reference(DURATIONS)]},
        (("", MOMENTS), *_law_paths(DURATIONS)),
    ),
    "yes": ValueKind("true or false", "true or false", {"type": "boolean"}),
    "pace": ValueKind(
        "numbers by moment",
        "moments and numbers of 0 or more: {fix: 3.0, fix + 6d: 1.5}",
        mapping(PLAIN, text(MOMENT, MOMENT_HELP)),
        ((rf"\.{PART}", NUMBERS),),
    ),
    "priority": ValueKind(
        "numbers by tag",
        "tags and numbers greater than 0: {high_value: 5}",
        mapping(POSITIVE),
        ((rf"\.{PART}", NUMBERS),),
    ),
    "reaches": ValueKind(
        "whole number, or share",
        "a whole number of 1 or more, or a share with a decimal point: 0.05",
        {"anyOf": [FROM_ONE, POSITIVE_SHARE]},
        (("", NUMBERS),),
    ),
    "alarm_state": ValueKind("word", f"one of {', '.join(ALARM_STATES)}", words(ALARM_STATES, ALARM_TEXTS)),
    "initially": ValueKind(
        "whole number, or numbers by population",
        "a whole number of 1 or more, or numbers by population: {small_business: 3}",
        {"anyOf": [FROM_ONE, mapping(FROM_ONE, minProperties=1)]},
        (("", NUMBERS), (rf"\.{PART}", NUMBERS)),
    ),
    "case_kind": ValueKind(
        "word", f"one of {', '.join(CASE_KIND_TEXTS)}", words(tuple(CASE_KIND_TEXTS), CASE_KIND_TEXTS)
    ),
    "entry": ValueKind("word", f"one of {', '.join(ENTRIES)}", words(ENTRIES, ENTRY_TEXTS)),
    "deployment": ValueKind("word", f"one of {', '.join(DEPLOYMENTS)}", words(DEPLOYMENTS, DEPLOYMENT_TEXTS)),
    "strategy": ValueKind("word", f"one of {', '.join(STRATEGY_NAMES)}", words(STRATEGY_NAMES, STRATEGY_TEXTS)),
    "deployments": ValueKind(
        "words",
        f"a list of {', '.join(DEPLOYMENTS)}, or one of them",
        one_or_list(words(DEPLOYMENTS, DEPLOYMENT_TEXTS)),
    ),
    "words": ValueKind("words", "a list of words, [high_value, us], or one word", one_or_list({"type": "string"})),
    "opening": ValueKind(
        "opening",
        EXAMPLES,
        text(OPENING, EXAMPLES),
    ),
    "timezone": ValueKind("time zone", ZONE_EXAMPLES, text(ZONE, ZONE_EXAMPLES)),
    "text": ValueKind("text", "a text", {"type": "string", "pattern": r"\S", "errorMessage": "write a text"}),
    "range": ValueKind("pair of shares", "[low, high], two numbers from 0 to 1", RANGE),
    "name": ValueKind(
        "name",
        "letters, digits, _ and -, beginning with a letter",
        {
            "pattern": f"^{NAME.pattern}$",
            "errorMessage": "names begin with a letter and hold letters, digits, _ and -",
            "not": {"enum": [START, HORIZON, "all"]},
        },
    ),
    "uncertain": ValueKind(
        "laws by path",
        "paths and laws: campaigns.scan.rate: {law: uniform, low: 1/d, high: 5/d}",
        {"type": "object", "additionalProperties": False},
    ),
    "labels": ValueKind(
        "texts by path",
        "paths and names for people: populations.small_firms: small firms",
        mapping(
            {"type": "string", "pattern": r"\S", "maxLength": LONGEST_LABEL},
            text(rf"(?:{'|'.join(SECTIONS)})\.[^.]+", "the path of a moment, population, remediation or campaign"),
        ),
    ),
    "translations": ValueKind(
        "texts by path, by language",
        "languages, and texts by path: de: {about.what: ein Mailserver, populations.small_firms: kleine Firmen}",
        mapping(
            mapping(
                {"type": "string", "pattern": r"\S"},
                text(
                    rf"(?:name|about\.(?:{'|'.join(ABOUT_WORDS)})|(?:{'|'.join(SECTIONS)})\.[^.]+)",
                    "name, about.what, about.when, about.whom, or the path of something that has a label",
                ),
            ),
            text(LANGUAGE.pattern, "the two letters of a language, such as de"),
        ),
    ),
    "sources": ValueKind(
        "texts by path",
        "paths and texts: timeline.fix: the vendor's advisory",
        mapping(
            {"type": "string"},
            text(rf"(?:{'|'.join(Fields.model_fields)})(?:\..+)?", "a path that begins with a key of the scenario"),
        ),
    ),
    "plausible": ValueKind(
        "pairs of shares by outcome",
        "outcomes and pairs of shares: compromised: [0.12, 0.30]",
        {
            "type": "object",
            "properties": {
                outcome: {"description": f"Range of the mean share of {outcome}.", **RANGE}
                for outcome in OUTCOMES_WITH_A_SHARE
            },
            "additionalProperties": False,
        },
    ),
}
"""The kinds of values, by the names that `grammar.kind` marks types with."""


@dataclass(frozen=True)
class Key:
    """A key of a block, for docs/config.md.

    `kind` names kinds of values and blocks; `default` is as written, and None where there is none; `options` are the
    words that can be written and what they mean.
    """

    name: str
    meaning: str
    kind: str
    default: Any
    required: bool
    options: tuple[tuple[str, str], ...]


def texts_below(block: type[BaseModel]) -> dict[str, str]:
    """The texts below the keys of a block, each on one line. Read from the source, so importing `sim` costs nothing."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(block))).body
    assert isinstance(tree, ast.ClassDef)
    texts = {}
    for key, below in pairwise(tree.body):
        if isinstance(key, ast.AnnAssign) and isinstance(key.target, ast.Name) and isinstance(below, ast.Expr):
            texts[key.target.id] = " ".join(str(ast.literal_eval(below.value)).split())
    return texts


OVERRIDDEN: dict[type[BaseModel], type[BaseModel]] = {Override: Remediation, AftermathOverride: Aftermath}
"""Blocks whose keys mean what they do in another."""


class _Outline(GenerateJsonSchema):
    """The blocks as pydantic sees them, with their texts, and with a mark where a kind of value belongs."""

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        block = schema["cls"]
        outline = super().model_schema(schema)
        below = {**(texts_below(OVERRIDDEN[block]) if block in OVERRIDDEN else {}), **texts_below(block)}
        texts = {key: below[name] for key, name in zip(fields_of(block), block.model_fields, strict=True)}
        for key, value in outline["properties"].items():
            value["description"] = texts[key]
        return {**outline, "description": " ".join((inspect.getdoc(block) or "").split("\n\n")[0].split())}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        return {**self.generate_inner(schema["schema"]), "nullable": True}

    def dict_schema(self, schema: core_schema.DictSchema) -> Schema:
        return mapping(self.generate_inner(schema["values_schema"]), self.generate_inner(schema["keys_schema"]))

    def list_schema(self, schema: core_schema.ListSchema) -> Schema:
        return {**super().list_schema(schema), "minItems": schema.get("min_length", 1)}

    def encode_default(self, dft: Any) -> Any:
        return written_form(dft)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # pydantic's signature
        return False


@cache
def _outline() -> tuple[Schema, dict[str, Schema]]:
    """The scenario, and the blocks in it by name, still with marks for kinds."""
    top = Fields.model_json_schema(schema_generator=_Outline, ref_template=DEFINITIONS + "{model}")
    return top, top.pop("$defs")


def scenario_schema() -> Schema:
    """The JSON Schema of a scenario file."""
    top, inner = copy.deepcopy(_outline())
    definitions = {name: _written(block) for name, block in inner.items()}
    for law, (drawn, parameter) in DRAWN.items():
        own = {"share": reference("Share"), "after": reference(parameter)}
        definitions[law] = _law(law, f"Law of {drawn}", reference(parameter), {})
        definitions[_component(law)] = _law(law, f"Part of a law of {drawn}", reference(parameter), own)
    scenario = _written(top)
    scenario["properties"]["populations"]["minProperties"] = 1
    scenario["properties"]["uncertain"]["patternProperties"] = _rows()
    return {
        "$schema": DIALECT,
        "title": "Scenario",
        "description": "A scenario of patchrace: the race between attackers and patches.",
        **{key: entry for key, entry in scenario.items() if key not in ("title", "description")},
        "definitions": {**definitions, **PARAMETERS, "LawName": words(tuple(LAWS), LAW_TEXTS)},
    }


def blocks() -> dict[str, tuple[str, tuple[Key, ...]]]:
    """Every block by its name, the scenario first: what it is, and its keys."""
    top, inner = _outline()
    every = {"Scenario": top, **inner}
    return {name: (block["description"], tuple(_keys(block))) for name, block in every.items()}


SCHEMAS: dict[str, Callable[[], Schema]] = {"scenario.schema.json": scenario_schema}
"""The schemas, by the names of their files."""


def as_text(schema: Schema) -> str:
    """A schema as it stands in its file."""
    return _lines(schema) + "\n"


def default_text(value: Any) -> str:
    """A default as it would be written in a config; empty where there is nothing to write."""
    if value is None or value in ([], {}):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _lines(value: Any, indent: int = 0, key: str = "") -> str:
    """JSON in lines, with what fits into one line on one."""
    flat = key + json.dumps(value, ensure_ascii=False)
    if indent + len(flat) < LINE or not isinstance(value, dict | list):
        return flat
    below = "\n" + " " * (indent + 1)
    if isinstance(value, list):
        return f"{key}[{below}{f',{below}'.join(_lines(entry, indent + 1) for entry in value)}]"
    entries = (_lines(entry, indent + 1, f"{json.dumps(name)}: ") for name, entry in value.items())
    return f"{key}{{{below}{f',{below}'.join(entries)}}}"


def _keys(block: Schema) -> Iterator[Key]:
    for name, value in block["properties"].items():
        schema = KINDS[value["kind"]].schema if "kind" in value else {}
        options = tuple(zip(schema.get("enum", ()), schema.get("enumDescriptions", ()), strict=True))
        required = name in block.get("required", ())
        yield Key(name, value["description"], _kind_of(value), value.get("default"), required, options)


def _kind_of(value: Schema) -> str:
    """The kind of a value in words, with blocks by their names."""
    if "kind" in value:
        return KINDS[value["kind"]].name
    if "$ref" in value:
        return _name_of(value)
    if "anyOf" in value:
        return ", or ".join(_kind_of(each) for each in value["anyOf"])
    if "items" in value:
        return f"list of {_kind_of(value['items'])}s"
    return f"{_kind_of(value['additionalProperties'])}s by name"


def _name_of(value: Schema) -> str:
    return str(value["$ref"]).removeprefix(DEFINITIONS)


def _written(value: Any) -> Any:
    """An outline with the schema of each kind in place of its mark, and with whole descriptions."""
    if isinstance(value, list):
        return [_written(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "properties" in value:
        kept = {key: _written(entry) for key, entry in value.items() if key != "properties"}
        return {**kept, "properties": {key: _described(entry) for key, entry in value["properties"].items()}}
    rest = {key: _written(entry) for key, entry in value.items() if key not in ("kind", "nullable")}
    schema = {**rest, **copy.deepcopy(KINDS[value["kind"]].schema)} if "kind" in value else rest
    return _or_null(schema) if value.get("nullable") else schema


def _described(value: Schema) -> Schema:
    """The schema of a key: its description says meaning, unit and default."""
    kind = KINDS[value["kind"]].written if "kind" in value else ""
    default = default_text(value.get("default"))
    description = value["description"]
    description += f" {kind[0].upper()}{kind[1:]}." if kind else ""
    description += f" Default: {default}." if default else ""
    written = _written({key: entry for key, entry in value.items() if key not in ("description", "default")})
    for each in written.get("anyOf", []):
        if "$ref" in each:  # editors show what is written next to it, not what stands outside
            each["description"] = description
    return {"description": description, **({"default": value["default"]} if default else {}), **written}


def _or_null(schema: Schema) -> Schema:
    """The same, or nothing: a key without a value counts as absent where the default is nothing."""
    nothing = {"type": "null"}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], nothing]}
    if "$ref" in schema:
        return {"anyOf": [schema, nothing]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*types, "null"]}


def _component(law: str) -> str:
    return law.replace("Law", "Component")


def _law(law: str, title: str, parameter: Schema, own: dict[str, Schema]) -> Schema:
    """A law whose parameters with a unit are written as `parameter`; `own` are the keys next to it."""
    return {
        "title": title,
        "type": "object",
        "properties": {"law": {"description": PARAMETER_TEXTS["law"], **reference("LawName")}},
        "required": ["law", *(["share"] if own else [])],
        "allOf": [
            {
                "if": {"properties": {"law": {"const": name}}, "required": ["law"]},
                "then": _form(name, _component(law), parameter, own),
            }
            for name in LAWS
        ],
    }


def _form(name: str, component: str, parameter: Schema, own: dict[str, Schema]) -> Schema:
    """The keys of one law, in each way in which it can be written."""
    pair = {"type": "array", "items": [parameter, reference("Share")], "minItems": 2, "maxItems": 2}
    ways = []
    for form in LAWS[name]:
        written: dict[str, Schema] = {
            "points": {"type": "array", "items": pair, "minItems": 2},
            "components": {"type": "array", "items": reference(component), "minItems": 1},
            **dict.fromkeys(form.quantities, parameter),
        }
        keys = {key: written.get(key, reference("Positive")) for key in form.parameters()}
        described = {
            key: {"description": PARAMETER_TEXTS.get(f"{name} {key}", PARAMETER_TEXTS[key]), **schema}
            for key, schema in {**own, **keys, "at_most": parameter}.items()
        }
        properties = {"law": {"description": LAW_TEXTS[name], "const": name}, **described}
        ways.append({"properties": properties, "required": list(form.parameters()), "additionalProperties": False})
    return ways[0] if len(ways) == 1 else {"anyOf": ways}


def _rows() -> Schema:
    """The rows of `uncertain`: which laws a path takes, by its pattern."""
    top, _ = _outline()
    return {
        f"^{path}$": {"description": meaning, **reference(law)}
        for key, value in top["properties"].items()
        if key not in NOT_UNCERTAIN
        for path, law, meaning in _paths(key, value, value["description"])
    }


def _paths(path: str, value: Schema, meaning: str) -> Iterator[tuple[str, str, str]]:
    """Patterns of the paths at and below a value that can be uncertain, with their laws and what they mean."""
    _, inner = _outline()
    if "kind" in value:
        for rest, law in KINDS[value["kind"]].uncertain:
            yield path + rest, law, meaning
    if "$ref" in value:
        for key, below in inner[_name_of(value)]["properties"].items():
            yield from _paths(rf"{path}\.{key}", below, below["description"])
    if "additionalProperties" in value:
        yield from _paths(rf"{path}\.{NAME.pattern}", value["additionalProperties"], meaning)
    if "items" in value:
        yield from _paths(rf"{path}\.\d+", value["items"], meaning)
    for each in value.get("anyOf", []):
        yield from _paths(path, each, meaning)
