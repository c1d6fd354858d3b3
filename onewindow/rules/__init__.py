"""FEEL and DMN engine: decision tables 决策表 compiled once, evaluated with an explanation. No models."""
