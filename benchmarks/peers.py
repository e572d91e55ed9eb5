"""patchrace beside what a user would otherwise pick, on one race: the same answer first, then times in turn.

Every tool runs in a process and an environment of its own. Before any time counts, its mean curve over some races must
be the exact one, within Monte Carlo error and the bias that it states. Times are of the processor, of one race without
imports, compilation and the first call; tools take turns, so that a busy machine slows all of them. A tool that is slow
is timed at the largest size that takes it about ten seconds. `python benchmarks/peers.py` compares what needs no other
environment; `--all` makes those of Mesa, Starsim, GillesPy2 and rebop too (pip downloads them, once). The table and the
figure go into docs/performance.md. A tool of somebody else that fails is left out; the reason stands below the table.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import runpy
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from page import PAGE, put_on_page

HERE = Path(__file__).parent
SCRIPTS, ENVIRONMENTS = HERE / "peers", HERE / ".environments"
OWN = (
    "patchrace_counts",
    "patchrace_vectorized",
    "c_loop",
    "numpy_direct",
    "numpy_steps",
    "event_heap",
    "simpy_servers",
)
ELSEWHERE = {
    "gillespy2_tau": ("gillespy2", "scons", "setuptools"),
    "rebop_counts": ("rebop",),
    "starsim_agents": ("starsim",),
    "mesa_agents": ("mesa",),
}
NAMES = {
    "patchrace_counts": "**patchrace, counts**",
    "patchrace_vectorized": "**patchrace, vectorized**",
    "c_loop": "C, a loop over servers",
    "numpy_direct": "NumPy, one draw a server",
    "numpy_steps": "NumPy, a loop over time",
    "event_heap": "Python, a heap of events",
    "simpy_servers": "SimPy, a process a server",
    "gillespy2_tau": "GillesPy2, tau-leaping",
    "rebop_counts": "rebop",
    "starsim_agents": "Starsim",
    "mesa_agents": "Mesa, an agent a server",
}
LABELS = {
    "mesa_agents": ("right", 4),
    "simpy_servers": ("right", 6),
    "numpy_steps": ("left", -4),
    "event_heap": ("left", 4),
}
"""Where a label stands beside the end of its line, and how far it is lifted (points), where others are close."""
SIZES = tuple(10**power for power in range(3, 10))
CHECKED, CHECKS = 2_000, 40
SLOW, MOST_SERVERS = 10.0, {"patchrace_vectorized": 10**8, "c_loop": 10**8, "numpy_direct": 10**7, "numpy_steps": 10**6}
ROUNDS = 7
COMMON_SIZE = 400_000


class ToolError(Exception):
    """What a tool said when it failed."""


@dataclass
class Tool:
    """A tool that runs, what it says of itself, and its times by size."""

    name: str
    process: subprocess.Popen[str]
    complaints: IO[str]
    about: str = ""
    bias: float = 0.0
    seconds: dict[int, list[float]] = field(default_factory=dict)
    seed: int = 0

    def answer(self) -> dict[str, Any]:
        """What it says next. Raises ToolError if that is nothing."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            code = self.process.wait()
            self.complaints.seek(0)
            said = [each.strip() for each in self.complaints if each.strip()]
            raise ToolError(said[-1] if said else f"it ended with code {code}")
        return dict(json.loads(line))

    def race(self, servers: int) -> dict[str, Any]:
        """One race; seeds go up."""
        assert self.process.stdin is not None
        self.seed += 1
        with suppress(BrokenPipeError):  # the answer tells why
            self.process.stdin.write(f"{servers} {self.seed}\n")
            self.process.stdin.flush()
        return self.answer()

    def time(self, servers: int) -> float:
        """Seconds of the processor that a race takes; children of the process count as the time that passes."""
        found = self.race(servers)
        spent = found["wall"] if self.name == "gillespy2_tau" else found["processor"]
        self.seconds.setdefault(servers, []).append(spent)
        return float(spent)


def started(name: str) -> Tool:
    """A tool in its environment, after its imports."""
    python = environment(name) if name in ELSEWHERE else Path(sys.executable)
    complaints = tempfile.TemporaryFile("w+")  # noqa: SIM115  # it goes with the tool
    command = [str(python), str(SCRIPTS / "worker.py"), name]
    threads = {f"{each}_NUM_THREADS": "1" for each in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        text=True,
        cwd=SCRIPTS,
        env={**os.environ, **threads, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"},
    )
    tool = Tool(name, process, complaints)
    said = tool.answer()
    tool.about, tool.bias = said["about"], said["bias"]
    return tool


def environment(name: str) -> Path:
    """The Python of the environment of a tool, which is made if it is not there. Raises ToolError if it cannot be."""
    folder = ENVIRONMENTS / name
    python = folder / "bin" / "python"
    if not python.exists():
        packages = ["-m", "pip", "install", "-q", "numpy", *ELSEWHERE[name]]
        for command in ([sys.executable, "-m", "venv", str(folder)], [str(python), *packages]):
            made = subprocess.run(command, capture_output=True, text=True, check=False)
            if made.returncode:
                shutil.rmtree(folder, ignore_errors=True)
                raise ToolError(
                    f"it cannot be installed: {(made.stderr.strip() or 'no reason given').splitlines()[-1]}"
                )
    return python


def check(tool: Tool, exact: list[float]) -> float:
    """How far the mean curve of some races is from the exact one, at most, as a share. Raises ToolError if too far."""
    curves = [[each / CHECKED for each in tool.race(CHECKED)["curve"]] for _ in range(CHECKS)]
    assert all(len(curve) == len(exact) for curve in curves), tool.name
    off = [statistics.fmean(column) - share for column, share in zip(zip(*curves, strict=True), exact, strict=True)]
    noise = [4.5 * math.sqrt(share * (1 - share) / CHECKED / CHECKS) for share in exact]
    worst = max(abs(each) - allowed for each, allowed in zip(off, noise, strict=True))
    if worst > tool.bias:
        raise ToolError(f"it is off by {max(map(abs, off)):.4f} of the servers, and says at most {tool.bias}")
    return max(map(abs, off))


def grow(tools: list[Tool], failures: dict[str, str]) -> None:
    """Time every tool at growing sizes, up to the one that takes it about SLOW seconds; they take turns."""
    for servers in SIZES:
        for tool in tools:
            if tool.name in failures:
                continue
            largest = MOST_SERVERS.get(tool.name, SIZES[-1])
            last = statistics.median(tool.seconds[max(tool.seconds)]) if tool.seconds else 0.0
            if servers <= largest and (not tool.seconds or max(tool.seconds) == servers // 10) and last < SLOW / 8:
                with noted_if_it_fails(tool.name, failures, f"with {servers:,} servers: "):
                    tool.time(servers)  # the first call may compile, or warm memory
                    tool.seconds[servers] = []
                    for _ in range(ROUNDS if tool.time(servers) < 1 else 1):
                        tool.time(servers)


def in_turn(tools: list[Tool], failures: dict[str, str]) -> None:
    """Time the tools that take less than SLOW seconds at one size, in turn."""
    working = [tool for tool in tools if tool.name not in failures and 10**5 in tool.seconds]
    quick = [tool for tool in working if statistics.median(tool.seconds[10**5]) < SLOW / 8]
    for time in (Tool.race, *[Tool.time] * ROUNDS):
        for tool in quick:
            if tool.name not in failures:
                with noted_if_it_fails(tool.name, failures, f"with {COMMON_SIZE:,} servers: "):
                    time(tool, COMMON_SIZE)


@contextmanager
def noted_if_it_fails(name: str, failures: dict[str, str], when: str = "") -> Iterator[None]:
    """Note why a tool of somebody else fails, which is then left out; exit if one of this project does."""
    try:
        yield
    except ToolError as error:
        if name in OWN:
            sys.exit(f"{name}: {when}{error}")
        failures[name] = f"{when}{error}"
        print(f"note: {NAMES[name]} is left out: {failures[name]}", file=sys.stderr)


def exponent(tool: Tool) -> float:
    """How seconds grow with servers: the slope in the logarithm over the two largest powers of ten."""
    sizes = sorted(size for size in tool.seconds if size != COMMON_SIZE)[-2:]
    few, many = (statistics.median(tool.seconds[size]) for size in sizes)
    return math.log(many / few) / math.log(sizes[1] / sizes[0])


def written(seconds: float) -> str:
    """Seconds with two digits, in a unit that fits."""
    for unit, factor in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1 or unit == "µs":
            value = seconds * factor
            return f"{value:.{max(0, 1 - math.floor(math.log10(value)))}f} {unit}"
    return ""


def table(tools: list[Tool], off: dict[str, float]) -> str:
    """The table of the page."""
    base = next(tool for tool in tools if tool.name == "numpy_direct")
    lines = [
        "| tool | what it does | off by | 1,000 | 100,000 | 400,000 | to NumPy | largest | takes | grows as |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for tool in tools:
        cells = [
            written(statistics.median(tool.seconds[size])) if size in tool.seconds else "-"
            for size in (10**3, 10**5, COMMON_SIZE)
        ]
        ratio = "-"
        if COMMON_SIZE in tool.seconds:
            pairs = zip(tool.seconds[COMMON_SIZE], base.seconds[COMMON_SIZE], strict=True)
            ratio = f"{float(f'{statistics.median(one / other for one, other in pairs):.2g}'):g}"
        largest = max(tool.seconds)
        grown = [f"{largest:,}", written(statistics.median(tool.seconds[largest])), f"N^{exponent(tool):.2f}"]
        lines.append(
            f"| {' | '.join([NAMES[tool.name], tool.about, f'{off[tool.name]:.2%}', *cells, ratio, *grown])} |"
        )
    return "\n".join(lines)


def draw(tools: list[Tool], path: Path) -> None:
    """Seconds by servers, on logarithmic axes."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    figure, ax = plt.subplots(figsize=(8.5, 5.2), layout="constrained")
    ax.grid(color="#e6e6e6", linewidth=0.6)
    for number, tool in enumerate(tools):
        sizes = sorted(tool.seconds)
        seconds = [statistics.median(tool.seconds[size]) for size in sizes]
        colour, width = ("#0b5394", 2.4) if tool.name.startswith("patchrace") else ("#666666", 1.0)
        ax.plot(sizes, seconds, marker="osD^vPX<>hp"[number], markersize=4, color=colour, linewidth=width)
        label, (side, lift) = NAMES[tool.name].replace("*", ""), LABELS.get(tool.name, ("left", 0))
        ax.annotate(
            label,
            (sizes[-1], seconds[-1]),
            (6 if side == "left" else -6, lift),
            textcoords="offset points",
            fontsize=7.5,
            ha=side,
            va="center",
        )
    ax.set(xscale="log", yscale="log", xlabel="servers", ylabel="seconds of one race")
    ax.set_title("Counting servers by law costs the same for any number of them", loc="left", fontsize=10)
    ax.set_xlim(right=10**11)
    ax.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150, metadata={"Software": None})


def main() -> None:
    """Compare, print the table, and put it into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="make the environments of Mesa, Starsim and others, too")
    parser.add_argument("--write", action="store_true", help="put table and figure into docs/")
    given = parser.parse_args()
    exact = [float(each) for each in runpy.run_path(str(SCRIPTS / "workload.py"))["exact"]()]
    off: dict[str, float] = {}
    failures: dict[str, str] = {}
    tools: list[Tool] = []
    for name in (*OWN, *(ELSEWHERE if given.all else ())):
        with noted_if_it_fails(name, failures):
            tool = started(name)
            off[name] = check(tool, exact)
            tools.append(tool)
    grow(tools, failures)
    in_turn(tools, failures)
    tools = [tool for tool in tools if tool.name not in failures]
    found = table(tools, off)
    if failures:
        reasons = "; ".join(f"{NAMES[name]} ({reason})" for name, reason in failures.items())
        found += f"\n\nLeft out, as they failed: {reasons}."
    print(found)
    if given.write:
        where = f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}"
        put_on_page("measured", f"{found}\n\nMeasured with {where}.")
        draw(tools, PAGE.with_suffix(".png"))


if __name__ == "__main__":
    main()
