"""Conversations of a connected WeCom: pulled from wherever its archive lies, told as facts, with how far that is."""
