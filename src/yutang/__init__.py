"""Yutang: private-domain operations, self-hosted."""
