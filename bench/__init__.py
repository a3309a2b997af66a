"""Measures: accuracy against open data, speed and memory against a regular expression."""
