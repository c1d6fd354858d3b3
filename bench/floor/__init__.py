"""The floor under `bench submit`: the rows that one submit inserts, written with nothing around them."""
