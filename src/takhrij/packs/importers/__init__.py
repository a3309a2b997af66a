"""One small module for each layout of public texts: bytes in, passages out. None opens a file."""
