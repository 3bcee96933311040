"""What many clients did to an office at once, and whether one after another could have seen the same."""
