"""Integrals over the past, with kernels: functions of now and of then.

A kernel is smooth but at its own time, and where a delay makes it jump or bend. So far from these it is taken at a few
places on each panel, and close to them at places that crowd together there. That is done once for all functions that
are integrated with it. Products are of one panel at a time: larger ones would be shared among threads, which wait for
each other for longer than they work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .panels import NODES, PLACES, Panels, crowded, gauss, slopes

FloatArray = NDArray[np.float64]
Kernels = Callable[[FloatArray, FloatArray], FloatArray]
"""Some functions (first axis) of now and then."""
FAR, FAR_WEIGHTS = gauss(5)
FAR_SLOPES = slopes(FAR) * FAR_WEIGHTS[:, None]
"""Integrates with respect to a function on a panel that lies before the time at which a kernel may bend."""
TOWARDS_END, TOWARDS_WEIGHTS = gauss(12)
NEAR = PLACES[1:, None] * (1 - (1 - TOWARDS_END) ** 3)
NEAR_SLOPES = (
    slopes(NEAR.ravel()).reshape(*NEAR.shape, NODES)
    * (PLACES[1:, None] * 3 * (1 - TOWARDS_END) ** 2 * TOWARDS_WEIGHTS)[..., None]
)
"""The same up to each of PLACES but the first; places crowd together there, where a kernel may bend."""


@dataclass(frozen=True, eq=False)
class Memory:
    """Integrals of kernel(t, s) dg(s) over s < t, for functions g that are polynomials on panels, at every node t.

    `far` has the kernel by panel, node of t and place of s, in panels before that of t, where it is smooth. For others,
    `near` has what g is multiplied with at the nodes of a panel, for pairs of a node (`rows`, ascending) and a panel
    (`columns`).
    """

    far: FloatArray
    near: FloatArray
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]

    def __call__(self, function: FloatArray) -> FloatArray:
        """The integrals, for each of some functions."""
        slopes = (function @ FAR_SLOPES.T).reshape(-1, self.far.shape[-1])
        found = np.empty((len(slopes), *function.shape[-2:]))
        for panel, kernel in enumerate(self.far):
            before = panel * len(FAR)
            found[:, panel] = slopes[:, :before] @ kernel[:, :before].T
        beside = np.einsum("frn,rn->fr", function.reshape(found.shape)[:, self.columns], self.near)
        starts = np.flatnonzero(np.diff(self.rows, prepend=-1))
        found.reshape(len(found), -1)[:, self.rows[starts]] += np.add.reduceat(beside, starts, axis=1)
        return found.reshape(function.shape)


def memories(
    panels: Panels, kernels: Kernels, bends: Sequence[float] = (), bends_at: FloatArray | None = None
) -> list[Memory]:
    """Integrals of some kernels, which may bend at s = t, and jump or bend at some delays t - s.

    Or at times s of their own for each node t, `bends_at` (last axis), `-inf` where there is none.
    """
    numbers = np.arange(len(panels.widths))
    starts, widths, times = panels.bounds[:-1, None], panels.widths[:, None], panels.nodes
    later, earlier = np.tril_indices(len(numbers), -1)
    inner = starts + widths * FAR
    found = kernels(times[later][:, :, None], inner[earlier][:, None, :])
    far = np.zeros((len(found), len(numbers), NODES, len(numbers), len(FAR)))
    np.moveaxis(far, 2, 3)[:, later, earlier] = found
    far[:, numbers[1:], 0, numbers[:-1]] = 0.0

    own = starts[:, None] + widths[:, None] * NEAR
    near = np.zeros((len(found), *times.shape, NODES))
    near[:, :, 1:] = np.einsum("kpnx,nxm->kpnm", kernels(times[:, 1:, None], own), NEAR_SLOPES)
    near[:, 1:, 0] = np.einsum("kpx,xm->kpm", kernels(times[1:, :1], own[:-1, -1]), NEAR_SLOPES[-1])
    rows, columns = np.arange(times.size), np.repeat(numbers, NODES)
    columns[NODES::NODES] -= 1
    beside = near.reshape(len(found), times.size, NODES)
    at = np.subtract.outer(times.ravel(), np.array(bends))
    if bends_at is not None:
        at = np.concatenate([at, bends_at.reshape(times.size, -1)], axis=1)
    if at.size:
        bent_rows, bent_columns, weights = _bent(panels, kernels, at)
        far.reshape(len(found), times.size, len(numbers), len(FAR))[:, bent_rows, bent_columns] = 0.0
        still = ~np.isin(rows * len(numbers) + columns, bent_rows * len(numbers) + bent_columns)
        rows, columns = np.append(rows[still], bent_rows), np.append(columns[still], bent_columns)
        order = np.argsort(rows, kind="stable")
        rows, columns = rows[order], columns[order]
        beside = np.concatenate([beside[:, still], weights], axis=1)[:, order]
    by_panel = far.reshape(len(found), len(numbers), NODES, -1)
    return [Memory(*each, rows, columns) for each in zip(by_panel, beside, strict=True)]


def memory_of_delay(panels: Panels, chance: Callable[[FloatArray], FloatArray], bends: Sequence[float]) -> Memory:
    """Of what has happened by each time, what is a delay later than it: `chance` is that of not exceeding a delay."""
    (found,) = memories(panels, lambda now, since: np.asarray(chance(now - since)[None]), bends)
    return found


def _bent(panels: Panels, kernels: Kernels, at: FloatArray) -> tuple[NDArray[np.intp], NDArray[np.intp], FloatArray]:
    """Nodes, panels in which kernels bend `at` times as seen from these, and what integrates piece by piece there."""
    times = panels.nodes.ravel()
    panel = np.searchsorted(panels.bounds, at, side="right") - 1
    row, which = np.nonzero(panel >= 0)
    rows, columns = np.unique(np.stack([row, panel[row, which]]), axis=1)
    start, width = panels.bounds[columns], panels.widths[columns]
    end = np.minimum((times[rows] - start) / width, 1.0)
    cuts = np.clip((at[rows] - start[:, None]) / width[:, None], 0.0, end[:, None])
    cuts = np.sort(np.concatenate([np.zeros((len(rows), 1)), cuts, end[:, None]], axis=1), axis=1)
    places, inside = crowded(12)
    lengths = np.diff(cuts)[:, :, None]
    place = (cuts[:, :-1, None] + lengths * places).reshape(len(rows), -1)
    found = kernels(times[rows, None], start[:, None] + width[:, None] * place)
    weights = (lengths * inside).reshape(len(rows), -1)
    by_node = slopes(place.ravel()).reshape(*place.shape, NODES) * weights[..., None]
    return rows, columns, np.einsum("krp,rpn->krn", found, by_node)
