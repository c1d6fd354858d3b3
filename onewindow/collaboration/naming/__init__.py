"""企业名称自主申报: the first step of 企业开办: checked by declared rules, kept for two months."""
