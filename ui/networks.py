"""Whether who connects is of a network: a declared proxy, this machine."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network


class Networks:
    """Some networks, each as « 10.0.0.0/8 » or as one address."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = [ip_network(network) for network in networks]

    def hold(self, client: tuple[str, int] | None) -> bool:
        """Whether they hold the address of a client; that of a socket of this machine, which has none, they do not."""
        try:
            return client is not None and any(ip_address(client[0]) in network for network in self._networks)
        except ValueError:  # no address
            return False
