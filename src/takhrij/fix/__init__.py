"""Corrects documents where there is one certain answer, and suggests where there is not."""
