"""The simulated APIs, one package each. They import nothing of each other."""
