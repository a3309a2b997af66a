"""Packs: texts of the user's own as sources, in any script, each with an index of its own beside the library's."""
