# `make run` and `make test` are the two commands; see README.md.
