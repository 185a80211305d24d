"""Endpoints of the platform, one file an area. Whatever module stands here is loaded."""
