"""patchrace: the race between attackers and patches.

import sim

result = sim.run(sim.load("first_steps"))
print(result)
"""

from typing import Any

import lazy_loader

# `__init__.pyi` says where each name is: `import sim` stays quick, and editors know all of them.
_found, _names, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from sim.records.provenance import versions

        return versions()["patchrace"]
    return _found(name)


def __dir__() -> list[str]:
    return sorted({*_names(), "__version__", *(name for name in globals() if name.startswith("__"))})
