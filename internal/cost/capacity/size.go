// Package capacity computes what DynamoDB charges for a read or a write: the size
// of an item, and from it the capacity units of the table and of each of its
// global secondary indexes. A [Table] keeps the items that were written, so that
// it knows what a write replaces; it reads nothing for anybody.
//
// The rules are those of the DynamoDB developer guide: "Item sizes and formats",
// "Capacity unit consumption for write operations", and "Provisioned throughput
// considerations for global secondary indexes".
package capacity

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// Item is one item of a table.
type Item = map[string]types.AttributeValue

// overhead is what a list or a map takes beside its elements.
const overhead = 3

// Size is an item's size in bytes: the names and the values of its attributes.
func Size(item Item) (size int) {
	for name, value := range item {
		size += len(name) + valueSize(value)
	}
	return size
}

func valueSize(value types.AttributeValue) (size int) {
	switch v := value.(type) {
	case *types.AttributeValueMemberS:
		return len(v.Value)
	case *types.AttributeValueMemberN:
		return numberSize(v.Value)
	case *types.AttributeValueMemberB:
		return len(v.Value)
	case *types.AttributeValueMemberBOOL, *types.AttributeValueMemberNULL:
		return 1
	case *types.AttributeValueMemberSS:
		for _, each := range v.Value {
			size += len(each)
		}
	case *types.AttributeValueMemberNS:
		for _, each := range v.Value {
			size += numberSize(each)
		}
	case *types.AttributeValueMemberBS:
		for _, each := range v.Value {
			size += len(each)
		}
	case *types.AttributeValueMemberL:
		size = overhead
		for _, each := range v.Value {
			size += 1 + valueSize(each)
		}
	case *types.AttributeValueMemberM:
		size = overhead + len(v.Value) + Size(v.Value) // one byte for each element
	}
	return size
}

// numberSize is a byte, and one for two significant digits; a minus sign takes
// another. DynamoDB calls this approximate.
func numberSize(text string) int {
	digits, negative := strings.CutPrefix(text, "-")
	if i := strings.IndexAny(digits, "eE"); i >= 0 {
		digits = digits[:i]
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	digits = strings.Trim(whole+fraction, "0")
	size := 1 + (len(digits)+1)/2
	if negative {
		size++
	}
	return size
}

const (
	writeBlock = 1024 // a write unit is for so many bytes
	readBlock  = 4096 // a read unit is for so many bytes
)

// blocks is how many blocks are begun; an operation takes one at least.
func blocks(size, block int) int64 {
	return int64(max(1, (size+block-1)/block))
}
