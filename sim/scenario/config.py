"""Config files: YAML that remembers where everything stands, so that every error names file, line and column."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from itertools import pairwise, takewhile
from pathlib import Path as FilePath
from types import SimpleNamespace
from typing import Any

from sim.problems import InputError, Path, Problem, ScenarioWarning, nearest, shown

from .paths import split
from .quantities import GROUPED_BY_POINTS, NOT_ZERO, NUMBER
from .scenario import Scenario

Position = tuple[int, int]
LARGEST_FILE = 250_000
"""The most bytes of a config: reading or refusing them takes a second or two."""
MOST_VALUES = 10_000
"""Keys and values of a config, those that aliases repeat among them."""
LONGEST_TEXT = 10_000
DEEPEST = 60
MOST_UNFOLDED = 2 * MOST_VALUES
LONGEST_WHOLE = 300
TOO_MANY_VALUES = f"holds more than {MOST_VALUES:,} keys and values, which no config does; a table can be a CSV file"
YAML_1_2 = re.compile(r"%YAML[ \t]+1\.2[ \t]*(#.*)?")
NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
AS_WRITTEN = re.compile(
    rf"[+-]?(?:{NUMBER}|(?:0|[1-9][0-9]*)\.|\.[0-9]+(?:[eE][+-]?[0-9]+)?|\.(?:inf|Inf|INF))|\.nan", re.I
)
"""Numbers that mean the same to everybody. YAML also reads 0x10, 0o7, 1__0, and 000, the end of 1,000."""
SCENARIO_NEEDS = "a scenario needs name, start, horizon and populations"


@dataclass
class Document:
    """A config as read: `data` is plain, `positions` tells line and column of keys and values by path."""

    file: str
    data: Any = None
    positions: dict[Path, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path) -> str:
        """`file:line:column` of a path, or of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.positions:
                line, column = self.positions[path[:length]]
                return f"{self.file}:{line}:{column}"
        return self.file

    def locate(self, error: InputError) -> InputError:
        """The same problems with their places, in the order of the file."""
        problems = [each if each.place else each.at(self.place(each.path)) for each in error.problems]
        return InputError(sorted(problems, key=lambda each: self.order(each.path)))

    def order(self, path: Path) -> Position:
        """Line and column of a path, or of the nearest thing around it, to sort by."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.positions:
                return self.positions[path[:length]]
        return (0, 0)


def load(source: str | FilePath, *, changes: Mapping[str, Any] | None = None) -> Scenario:
    """Read a scenario from a YAML or JSON file, or by the name of a shipped case.

    Parameters
    ----------
    source : str or Path
        A file, or one of first_steps, proxylogon, hybrid, next_flaw, code_red, msp and esxiargs.
    changes : mapping, optional
        Values by dotted path in the config grammar, as `--set` takes them. A changed path loses its row in `uncertain`,
        with a warning.

    Returns
    -------
    Scenario
        The scenario, frozen.

    Raises
    ------
    InputError
        With every problem of the file, each with its line and column.

    Examples
    --------
    >>> scenario = sim.load("first_steps", changes={"timeline.fix": "20d"})
    >>> scenario.replications
    200
    """
    return scenario_from(read(find_config(source)), changes or {})


def shipped() -> dict[str, FilePath]:
    """The scenarios that come with the package, by name."""
    for folder in (
        FilePath(str(resources.files("sim"))) / "configs",
        FilePath(str(resources.files("sim"))).parent / "configs",
    ):
        if folder.is_dir():
            return {path.parent.name: path for path in sorted(folder.glob("*/scenario.yaml"))}
    return {}


def is_there(path: FilePath) -> bool:
    """Whether there is something at a path. At one that is too long, or cannot be a path, there is nothing."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_regular_file(path: FilePath) -> bool:
    """Whether a path leads to a regular file. One that is too long, or cannot be a path, does not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def find_config(source: str | FilePath) -> FilePath:
    """The file that a path or the name of a shipped scenario means."""
    path, incidents = FilePath(source), shipped()
    if str(source) in incidents and not is_regular_file(path):
        return incidents[str(source)]
    if not is_there(path) and path.suffix == "" and len(path.parts) == 1:
        message = f"is neither a file nor a shipped scenario; {nearest(str(source), incidents)}"
        raise InputError([Problem((), shown(str(source)), message)])
    return path


def scenario_from(document: Document, changes: Mapping[str, Any]) -> Scenario:
    """The scenario that a document describes, with changes by path."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ScenarioWarning)
        problems = list(document.problems)
        if isinstance(document.data, Mapping) and {"scenario", "vary"} <= set(document.data):
            message = "this is a study, not a scenario; run it with `patchrace study`"
            raise InputError([Problem((), None, message, document.file)])
        try:
            scenario = Scenario.from_dict(document.data)
        except InputError as error:
            problems += error.problems
        if problems:
            raise document.locate(InputError(problems))
    for each in caught:
        warnings.warn(ScenarioWarning(f"{document.file}: {each.message}"), stacklevel=2)
    if not changes:
        return scenario
    return _changed(scenario, changes)


def _changed(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The changed scenario; all changes are made together, and problems are reported as problems of `--set`."""
    try:
        return scenario.replace(changes)
    except InputError as error:
        raise InputError([each.at(f"--set {_cause(each, changes)}") for each in error.problems]) from None


def _cause(problem: Problem, changes: Mapping[str, Any]) -> str:
    """The change from which a problem most likely comes: the one whose path has most in common with its own."""

    def common(dotted: str) -> int:
        pairs = zip(split(dotted), split(".".join(map(str, problem.path))), strict=False)
        return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))

    dotted = ".".join(map(str, problem.path))
    return dotted if dotted in changes else max(changes, key=common)


def read_setting(text: str) -> tuple[str, Any]:
    """`PATH=VALUE` as a path and a value read as YAML. Raises InputError if it is not of that form."""
    dotted, equals, value = text.partition("=")
    if not equals or not dotted.strip() or not value.strip():
        raise InputError(
            [Problem((), shown(text), "write --set PATH=VALUE, for example --set timeline.fix=40d", "--set")]
        )
    document = read_text(value.strip(), f"--set {dotted.strip()}")
    if document.problems:
        raise InputError(document.problems)
    return dotted.strip(), document.data


def read(path: str | FilePath, needs: str = SCENARIO_NEEDS) -> Document:
    """Read a YAML or JSON file. Raises InputError if it cannot be read or is not plain YAML.

    `needs` is what the error for an empty file says.
    """
    path = FilePath(path)

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, str(path))])

    try:
        if path.is_dir():
            inside = next(iter(sorted(path.glob("*.yaml"))), None)
            raise refuse("is a folder; name the file in it" + (f", for example {inside}" if inside else ""))
        if path.exists() and not path.is_file():
            raise refuse("is not a regular file")
        with path.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise refuse(
                f"is larger than {LARGEST_FILE // 1000} kB; a config is smaller, and a table can be a CSV file"
            )
        text = content.decode("utf-8-sig")
    except InputError:
        raise
    except FileNotFoundError:
        raise refuse("there is no such file") from None
    except UnicodeDecodeError as error:
        raise refuse(f"is not UTF-8 text (byte {error.start} cannot be read)") from None
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise refuse(f"is not a usable path: {error}") from None
    return read_text(text, str(path), needs)


def read_text(text: str, file: str, needs: str = SCENARIO_NEEDS) -> Document:
    """Read YAML text; `file` is the name that errors give."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    document = Document(file)

    def refuse(message: str, mark: Any = None) -> InputError:
        place = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark is not None else file
        return InputError([Problem((), None, message, place)])

    try:
        _refuse_directives(text, refuse)
        yaml = _reader(refuse)
        root = yaml.compose(text)
    except InputError:
        raise
    except MarkedYAMLError as error:
        reason = " ".join(part for part in (error.context, error.problem) if part)
        if "mapping values are not allowed" in reason:
            reason += "; put quotes around a text that holds ': '"
        raise refuse(f"is not YAML: {reason}", error.problem_mark or error.context_mark) from None
    except RecursionError:
        raise refuse("is nested too deeply") from None
    except ReaderError as error:
        before = text[: error.position]
        at = SimpleNamespace(line=before.count("\n"), column=len(before) - before.rfind("\n") - 1)
        raise refuse(f"is not YAML: unacceptable character {error.character!r}", at) from None
    except (YAMLError, ValueError) as error:
        raise refuse(f"is not YAML: {str(error).splitlines()[0]}") from None
    if root is None:
        raise refuse(f"is empty; {needs}")
    _Builder(document, yaml, refuse).build(root)
    return document


def as_number(text: str) -> int | float | str:
    """The number that a text is to everybody.

    What YAML alone takes for a number stays text, such as 007, 0x10 or 1__0, and so does what is too small to be told
    from 0, or may be a thousand, as 1.000: whoever needs a number says what is wrong with it.
    """
    if not AS_WRITTEN.fullmatch(text) or GROUPED_BY_POINTS.fullmatch(text):
        return text
    plain = text.lower().replace("_", "").replace(".inf", "inf").replace(".nan", "nan")
    if plain.lstrip("+-").isdigit():
        return int(plain) if len(plain) <= LONGEST_WHOLE else text
    number = float(plain)
    return text if number == 0 and NOT_ZERO.match(text.lstrip("+-")) else number


def _refuse_directives(text: str, refuse: Any) -> None:
    """Refuse directives, such as of YAML 1.1, where `1:00` is 60 and `no` is false. What it says anyway may stand."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines()):
        if line.startswith("%") and not YAML_1_2.fullmatch(line):
            message = f"{shown(line)} is refused: configs are YAML 1.2, without directives; remove the line"
            raise refuse(message, SimpleNamespace(line=number, column=0))
        if line.strip() and not line.startswith(("%", "#")):
            return


def _reader(refuse: Any) -> Any:
    """A reader of YAML that refuses, as soon as it comes to them, tags and what is larger than any config."""
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent, ScalarEvent
    from ruamel.yaml.parser import Parser

    class PlainParser(Parser):
        depth = values = 0

        def __init__(self, loader: Any) -> None:
            super().__init__(loader)
            self.anchors_seen: set[str] = set()

        def get_event(self) -> Any:
            event = super().get_event()
            if isinstance(event, CollectionEndEvent):
                self.depth -= 1
            if not isinstance(event, NodeEvent):
                return event
            self.values += 1
            if isinstance(event, CollectionStartEvent):
                self.depth += 1
            if self.depth > DEEPEST:
                raise refuse("is nested too deeply", event.start_mark)
            if self.values > MOST_VALUES:
                raise refuse(TOO_MANY_VALUES, event.start_mark)
            if isinstance(event, ScalarEvent) and len(event.value) > LONGEST_TEXT:
                raise refuse(f"is a text of more than {LONGEST_TEXT:,} letters", event.start_mark)
            if isinstance(event, AliasEvent):
                return event
            if event.anchor in self.anchors_seen:
                raise refuse(f"anchor {shown(event.anchor)} stands twice; name one of them otherwise", event.start_mark)
            if event.anchor:
                self.anchors_seen.add(event.anchor)
            tag = getattr(event, "tag", None)
            if tag and str(tag) not in ("!", "None"):
                message = f"YAML tags such as {shown(str(tag))} are refused; write plain values"
                raise refuse(message, event.start_mark)
            return event

    yaml = YAML(typ="safe", pure=True)
    yaml.Parser = PlainParser
    yaml.composer.warn_double_anchors = False  # they are refused
    return yaml


def _with_whole_characters(text: str) -> str:
    """Text in which the surrogate pairs that JSON writes are the characters they stand for."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _refuse_unclear_commas(sequence: Any, refuse: Any) -> None:
    """Refuse a list in which some commas are followed by a space, and others stand between digits: [1,500, 2,500]."""
    items = [item for item in sequence.value if item.id == "scalar" and not item.style]
    if not sequence.flow_style or len(items) != len(sequence.value):
        return
    pairs = list(pairwise(items))
    close = [pair for pair in pairs if pair[1].start_mark.index - pair[0].end_mark.index == 1]
    for before, after in close if len(close) < len(pairs) else ():
        if before.value[-1:].isdigit() and after.value[:1].isdigit():
            message = (
                f"reads as two values, {shown(before.value)} and {shown(after.value)}; "
                "write a number without a comma, 1500 or 1_500, or put a space after every comma between values"
            )
            raise refuse(message, before.start_mark)


class _Builder:
    """Turns YAML nodes into plain data, noting where each thing stands."""

    def __init__(self, document: Document, yaml: Any, refuse: Any) -> None:
        from ruamel.yaml.error import YAMLError

        self.document, self.yaml, self.refuse = document, yaml, refuse
        self.unreadable = (ValueError, TypeError, OverflowError, YAMLError)
        self.nodes = 0

    def build(self, root: Any) -> None:
        """Fill the document from the root node; duplicate keys become problems of the document."""
        self.document.data = self._plain(root, ())

    def _plain(self, node: Any, path: Path) -> Any:
        self.nodes += 1
        if self.nodes > MOST_UNFOLDED or len(path) > DEEPEST:
            message = "unfolds to far more than it says (aliases of aliases), or is nested too deeply"
            raise self.refuse(message, node.start_mark)
        self.document.positions.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
        if node.id == "mapping":
            return self._mapping(node, path)
        if node.id == "sequence":
            _refuse_unclear_commas(node, self.refuse)
            return [self._plain(item, (*path, index)) for index, item in enumerate(node.value)]
        if node.tag in NUMBERS:
            return as_number(node.value)
        try:
            value = self.yaml.constructor.construct_object(node)
        except self.unreadable:
            return node.value  # such as the date 2021-13-01: whoever needs it says what is wrong with it
        return _with_whole_characters(value) if isinstance(value, str) else value

    def _mapping(self, node: Any, path: Path) -> dict[Any, Any]:
        data: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if key_node.id != "scalar":
                raise self.refuse("a key must be a plain word", key_node.start_mark)
            key = self._plain(key_node, (*path, key_node.value))
            key = key if isinstance(key, str) else str(key_node.value)
            where = (*path, key)
            self.document.positions[where] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in data:
                place = f"{self.document.file}:{key_node.start_mark.line + 1}:{key_node.start_mark.column + 1}"
                self.document.problems.append(Problem(where, None, "duplicate key; it already stands above", place))
                continue
            data[key] = self._plain(value_node, where)
        return data
