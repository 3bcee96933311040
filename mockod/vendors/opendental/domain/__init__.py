"""What the practice knows: arithmetic and rules on frozen values. Standard library only, no HTTP, no SQL."""
