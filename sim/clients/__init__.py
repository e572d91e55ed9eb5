"""One client in a scenario."""
