"""The model: what a race is."""
