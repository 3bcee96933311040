"""The Chart Module's grids of one patient, as the program shows them."""
