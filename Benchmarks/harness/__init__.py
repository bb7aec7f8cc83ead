"""Measures Secretaria as its users run it: a release server, its own embedded PostgreSQL, requests over loopback."""
