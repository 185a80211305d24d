"""Who a request came from, when a proxy stands before the server and is believed."""

import ipaddress

THIS_MACHINE = "127.0.0.0/8,::1/128"


class Proxies:
    """`told`: addresses or networks ("10.0.0.0/8") of proxies that are believed, with commas between."""

    def __init__(self, told: str) -> None:
        """Raises ValueError for what is no address."""
        self._networks = [
            ipaddress.ip_network(one.strip(), strict=False) for one in told.split(",") if one.strip()
        ]

    def behind(self, peer: str, forwarded: str) -> str:
        """The address behind `peer`. `forwarded`: the header X-Forwarded-For. Anybody begins it as they like, and each
        proxy adds whom it saw: the last one who is no proxy of ours is whom ours saw."""
        for one in reversed(forwarded.split(",")):
            if not self._ours(peer):
                break
            peer = one.strip() or peer
        return peer

    def _ours(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._networks)
