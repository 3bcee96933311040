"""The control plane: what turns the world, apart from the vendor and unseen by it."""
