"""The table of the decide benchmark and the engines that run it."""
