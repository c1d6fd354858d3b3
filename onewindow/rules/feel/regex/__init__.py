"""Regular expressions as XPath has them (F&O 5.6), matched in bounded steps."""

from onewindow.rules.feel.regex.matcher import Match, Pattern, compiled
from onewindow.rules.feel.regex.parser import PatternFault

__all__ = ["Match", "Pattern", "PatternFault", "compiled"]
