"""Many scenarios: studies over a design, their tables, and which unknowns matter."""
