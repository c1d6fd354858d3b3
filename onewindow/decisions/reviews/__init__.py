"""People over automatic decisions: reviews asked for (人工复核) or drawn (抽查), signals."""
