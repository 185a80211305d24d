"""Layers: ladders of exclusive tiers by rules, with hysteresis; a change of tier is proposed, never made by itself."""
