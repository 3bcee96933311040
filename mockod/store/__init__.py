"""Offices and their SQLite databases: in memory or in files, images, snapshots, differences, practice files."""
