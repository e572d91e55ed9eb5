"""The page to explore: one HTML file that computes one's own chance of a breach."""
