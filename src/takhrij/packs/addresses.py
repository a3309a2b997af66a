"""Which addresses of the network a download may go to: none that only this machine or its network can reach."""

from __future__ import annotations

import ipaddress
from typing import Final

_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: str) -> bool:
    """Whether an address is one of the public network, and none of those that stand in another.

    >>> [is_public(each) for each in ("93.184.216.34", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0")]
    [True, False, False, False, False, False]
    >>> [is_public(each) for each in ("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "no address")]
    [False, False, False, False, False]
    """
    try:
        found: Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in (found, *_within(found)))


def _within(address: Address) -> list[Address]:
    """The addresses that stand in one: where packets for it may go."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    held: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _TRANSLATED:
        held.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in held if each is not None]
