"""Charts of policies compared in the same worlds. They are named, and chosen for a folder, in `sim.charts`."""
