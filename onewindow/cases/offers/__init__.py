"""免申即享: the entitled are found month by month through the exchange and only asked to confirm."""
