package pattern

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
)

// address is what AWS takes for an IP address at first sight.
var address = regexp.MustCompile(`^(?:[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*)$`)

// parseCIDR parses a block of addresses. Like AWS, it takes any address of the
// block for its base, and no block of a single address; and its errors name no
// place.
func parseCIDR(text string) (netip.Prefix, error) {
	ip, mask, _ := strings.Cut(text, "/")
	if mask == "" || strings.Contains(mask, "/") {
		return netip.Prefix{}, &Error{Reason: "Malformed CIDR, one '/' required"}
	}
	bits, err := strconv.Atoi(mask)
	if err != nil {
		return netip.Prefix{}, &Error{Reason: "Malformed CIDR, mask bits must be an integer"}
	}
	if bits < 0 {
		return netip.Prefix{}, &Error{Reason: "Malformed CIDR, mask bits must not be negative"}
	}
	if !address.MatchString(ip) {
		return netip.Prefix{}, &Error{Reason: "Nonstandard IP address: " + ip}
	}
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return netip.Prefix{}, &Error{Reason: "Invalid IP address: " + ip}
	}
	if bits >= addr.BitLen() {
		version := 4
		if addr.Is6() {
			version = 6
		}
		return netip.Prefix{}, &Error{Reason: fmt.Sprintf("IPv%d mask bits must be < %d", version, addr.BitLen())}
	}
	return netip.PrefixFrom(addr, bits).Masked(), nil
}

// inBlock accepts the text of an address in the block.
func inBlock(block netip.Prefix) test {
	return onString(func(s string) bool {
		addr, err := netip.ParseAddr(s)
		return err == nil && block.Contains(addr)
	})
}
