"""DMN: models read from XML into a requirements graph of compiled decisions, with an explanation."""
