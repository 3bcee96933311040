"""A process that is killed, or whose disk fails, at one system call of one operation on an office in a folder."""
