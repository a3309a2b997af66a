"""Reports: one small renderer per format, each a pure function from checked documents to pieces of text."""
