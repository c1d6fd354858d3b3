"""Pages of licences: the wallet, showing to others, the desk."""
