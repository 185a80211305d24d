"""Our tags kept on WeCom too: made there, named as ours, on each pair that should bear them."""
