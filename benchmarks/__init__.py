"""How fast, how small, how soon: `make bench` prints the figures and the marks that they must meet."""
