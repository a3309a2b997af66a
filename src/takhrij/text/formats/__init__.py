"""Readers of file formats, one module each. Each is loaded when a document needs it; `takhrij.text.readers` chooses."""
