"""Reads stated references and gathers the passages that a quotation may come from."""
