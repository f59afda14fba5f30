package pattern

import (
	"net/netip"
	"strconv"
	"strings"
)

// cidr reads the operand of cidr, a block of addresses. Like AWS, it takes any
// address of the block for its base, and no block of a single address.
func (c *compiler) cidr(n node) test {
	text := c.text(n, "prefix"+notString) // AWS calls it so
	ip, mask, _ := strings.Cut(text, "/")
	if mask == "" || strings.Contains(mask, "/") {
		return c.fail(n, "Malformed CIDR, one '/' required")
	}
	bits, err := strconv.Atoi(mask)
	if err != nil {
		return c.fail(n, "Malformed CIDR, mask bits must be an integer")
	}
	addr, err := netip.ParseAddr(ip)
	if err != nil || addr.Is6() && strings.ContainsAny(ip, ".%") {
		return c.fail(n, "Nonstandard IP address: %s", ip)
	}
	if bits < 0 || bits >= addr.BitLen() {
		return c.fail(n, "Malformed CIDR, mask bits must be from 0 to %d", addr.BitLen()-1)
	}
	return onString(inBlock, netip.PrefixFrom(addr, bits).Masked())
}

// inBlock reports whether s is an address in the block.
func inBlock(s string, block netip.Prefix) bool {
	addr, err := netip.ParseAddr(s)
	return err == nil && block.Contains(addr)
}
