"""Reports for people who decide: two pages, deadlines, words."""
