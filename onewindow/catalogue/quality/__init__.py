"""办事指南准确度: what every guide is checked for, and how well each body and region keeps its guides."""
