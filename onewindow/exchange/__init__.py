"""Data sharing: resources 信息资源, connectors 接入, the collect step before a decision, the exchange log."""
