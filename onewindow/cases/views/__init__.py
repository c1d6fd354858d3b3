"""Pages of cases: applying, following a case, the desk."""
