"""Slides for a client, with charts that can be edited."""
