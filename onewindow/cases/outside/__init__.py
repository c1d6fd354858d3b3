"""外部系统办件: cases handled in outside systems, told through the exchange, shown on the same timeline."""
