"""FEEL: the expression language of DMN, parsed once to closures, evaluated within bounds."""
