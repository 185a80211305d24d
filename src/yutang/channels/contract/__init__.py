"""The channel contract: the only thing of ours, besides kit, that an adapter knows."""
