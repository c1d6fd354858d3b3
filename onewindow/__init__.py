"""OneWindow 一窗: the integrated government-services platform of a province, one modular monolith."""

__version__ = "0.1.0"
