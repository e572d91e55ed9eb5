"""Charts of one client."""
