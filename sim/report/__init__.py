"""Reports for people who decide: one page, deadlines, words."""
