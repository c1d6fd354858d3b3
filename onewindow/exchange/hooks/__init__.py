"""Hooks 事件推送: outside systems are told of what happened, by declaration, as signed CloudEvents."""
