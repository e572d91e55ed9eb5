"""Manifests of folders, checked before anything in them is used: they may have been edited, or come from elsewhere."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from sim.problems import InputError, Problem, shown

from .ownership import MANIFEST, FolderKind, some_of
from .regular_files import checksum, file_inside, name_inside, read_json

OF_CONTENT = (None, errno.EINVAL, errno.EFBIG, errno.ENOENT, errno.ENOTDIR)
"""What an OSError can say that comes from what a file holds, or from a file that is none, not from its disk."""
ANEW = "run it again, into another folder"
Text = Annotated[str, Field(max_length=10_000)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
Checksum = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Name = Annotated[str, AfterValidator(name_inside)]


class CheckedFields(BaseModel):
    """A part of a file that is checked strictly: types are not converted; keys that are not known are let pass."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", allow_inf_nan=False)


class Git(CheckedFields):
    """The checkout that something was made from."""

    commit: Annotated[str, Field(pattern="^[0-9a-f]{40,64}$")]
    clean: bool


class Manifest(CheckedFields):
    """What every manifest holds: its format, its state, with what it was made, and a checksum of each file."""

    format: Text
    status: Text
    files: dict[Name, Checksum]
    versions: dict[str, Text] | None = None
    model: Text | None = None
    git: Git | None = None
    machine: Text | None = None
    created: Text | None = None

    def provenance(self) -> dict[str, Any]:
        """With what it was made, as a manifest holds it."""
        keys = ("versions", "model", "git", "machine", "created")
        return {key: value for key, value in self.model_dump().items() if key in keys}


Known = TypeVar("Known", bound=CheckedFields)
Held = TypeVar("Held", bound=Manifest)


def checked(model: type[Known], document: Any, place: Path) -> Known:
    """A document as a model has it. Raises InputError with the first thing that is wrong."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        path = tuple(part for part in first["loc"] if part != "[key]")
        reason = first["msg"].removeprefix("Value error, ")
        message = f"is not as this program writes it ({reason}); {ANEW}"
        value = None if first["type"] == "missing" else shown(first["input"])
        raise InputError([Problem(path, value, message, str(place))]) from None
    except RecursionError:
        raise InputError([Problem((), None, "is nested too deeply", str(place))]) from None


def read_manifest(folder: Path, kind: FolderKind, model: type[Held], needed: tuple[str, ...] = ()) -> Held:
    """The checked manifest of a finished folder of a kind, whose files are all there and unchanged.

    `needed` names files that must be among them. Raises InputError for anything else.
    """

    def refuse(message: str) -> InputError:
        return InputError([Problem((), None, message, str(folder))])

    other = f"name a folder that `patchrace {kind.maker}` wrote"
    try:
        document = read_json(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        raise refuse(f"is not a finished {kind.name} ({MANIFEST} is missing); {other}") from None
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise refuse(f"has a {MANIFEST} that cannot be read ({error}); {ANEW}") from None
    if not isinstance(document, dict) or document.get("format") != kind.format:
        raise refuse(f"is not a finished {kind.name}; {other}")
    manifest = checked(model, document, folder / MANIFEST)
    missing = [name for name in needed if name not in manifest.files]
    if missing:
        message = f"names no {missing[0]}, which every {kind.name} has; {ANEW}"
        raise InputError([Problem(("files",), None, message, str(folder / MANIFEST))])
    check_files(folder, manifest, kind)
    return manifest


def check_files(folder: Path, manifest: Manifest, kind: FolderKind, again: str = ANEW) -> None:
    """Raises InputError if a file that a manifest names is not there, not regular, or not as it was written.

    `again` says what to do then.
    """
    changed = []
    for name, noted in manifest.files.items():
        try:
            if checksum(file_inside(folder, name)) != noted:
                changed.append(name)
        except (FileNotFoundError, NotADirectoryError):
            message = f"is not a finished {kind.name} ({name} is missing); {again}"
            raise InputError([Problem((), None, message, str(folder))]) from None
        except (OSError, ValueError, RuntimeError) as error:
            message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
            raise InputError([Problem((), None, message, str(folder / name))]) from None
    if changed:
        message = f"was changed after it was written: {some_of(changed)}; {again}"
        raise InputError([Problem((), None, message, str(folder))])


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Reports whatever a library raises for a damaged file as one problem of that file. Raises OSError of the disk."""
    try:
        yield
    except InputError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # libraries raise whatever they like for what they did not write
        if isinstance(error, OSError) and error.errno not in OF_CONTENT:
            raise
        reason = " ".join(f"{error}".split()) or type(error).__name__
        raise damaged(path, f"cannot be read ({reason[:200]})") from None


def damaged(path: Path, what: str) -> InputError:
    """That a file of a folder is not as it was written."""
    return InputError([Problem((), None, f"{what}; remove it, and run this again", str(path))])
