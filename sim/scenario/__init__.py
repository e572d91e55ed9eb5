"""What a user writes: quantities, laws, blocks, and how a file becomes a scenario."""
