"""流量 − 蒸发量 = 留量: who came, who evaporated and why, and who was retained; docs/methods/retention.md."""
