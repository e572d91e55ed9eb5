"""One scenario run in many worlds, or several policies in the same worlds, and what that comes to."""
