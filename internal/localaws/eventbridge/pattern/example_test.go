package pattern_test

import (
	"fmt"

	"github.com/orderflow/orderflow/internal/localaws/eventbridge/pattern"
)

func Example() {
	p, err := pattern.Compile(`{
		"source": ["orders"],
		"detail": {
			"total": [{"numeric": [">=", 2000]}],
			"items": {"sku": [{"prefix": "pizza"}], "quantity": [1, 2]}
		}
	}`)
	if err != nil {
		fmt.Println(err)
		return
	}
	ok, err := p.Matches([]byte(`{
		"source": "orders",
		"detail": {
			"total": 2590,
			"items": [{"sku": "cola", "quantity": 4}, {"sku": "pizza-funghi", "quantity": 1}]
		}
	}`))
	fmt.Println(ok, err)
	// Output: true <nil>
}

func ExampleCompile_error() {
	_, err := pattern.Compile(`{"source": "orders"}`)
	fmt.Println(err)
	// Output:
	// Event pattern is not valid. Reason: "source" must be an object or an array
	//  at line 1, column 12
}
