"""WeCom (企业微信): its server API, its callbacks, and what the contract makes of them."""
