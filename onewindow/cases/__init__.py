"""Cases 办件: from a submitted application 申报 to the decision 办结, with one timeline for everybody."""
