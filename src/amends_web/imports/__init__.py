"""An uploaded or pasted conversation and its reading, open to the importer alone."""
