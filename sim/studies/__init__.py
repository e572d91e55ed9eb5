"""Studies: many replications, what they come to, and where that is kept."""
