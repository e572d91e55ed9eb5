"""Charts of policies compared in the same worlds."""
