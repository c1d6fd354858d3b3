"""上下联动: first review below, decision above, entrusting (委托下放), lines seen from above (条线)."""
