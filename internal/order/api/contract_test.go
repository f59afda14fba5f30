package api_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/orderflow/orderflow/internal/order/api"
	"github.com/orderflow/orderflow/internal/wiring"
)

func contract(t *testing.T) *openapi3.T {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromData(api.Contract)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestTheContractIsOpenAPI(t *testing.T) {
	if err := contract(t).Validate(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestRoutes: the document has the routes of the wiring, and no others.
func TestRoutes(t *testing.T) {
	var wired, documented []string
	for _, r := range wiring.Routes {
		wired = append(wired, r.Method+" "+r.Path)
	}
	for path, item := range contract(t).Paths.Map() {
		for method := range item.Operations() {
			documented = append(documented, method+" "+path)
		}
	}
	slices.Sort(wired)
	slices.Sort(documented)
	if !slices.Equal(wired, documented) {
		t.Errorf("routes:\nin the wiring   %v\nin openapi.yaml %v", wired, documented)
	}
}

// TestProblemTypes: the document lists the problems that the code can answer, and
// no others.
func TestProblemTypes(t *testing.T) {
	var documented []string
	for _, value := range contract(t).Components.Schemas["Problem"].Value.Properties["type"].Value.Enum {
		documented = append(documented, strings.TrimPrefix(value.(string), "urn:orderflow:problem:"))
	}
	written := problemsInCode(t)
	slices.Sort(documented)
	slices.Sort(written)
	if written = slices.Compact(written); !slices.Equal(documented, written) {
		t.Errorf("problems:\nin openapi.yaml %v\nin the code     %v", documented, written)
	}
}

// problemsInCode finds the kinds that are given to problem(status, kind, …), or
// put behind problemType.
func problemsInCode(t *testing.T) (kinds []string) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	literal := func(e ast.Expr) {
		if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
			kind, err := strconv.Unquote(l.Value)
			if err != nil {
				t.Fatal(err)
			}
			kinds = append(kinds, kind)
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "problem" && len(n.Args) == 4 {
					literal(n.Args[1])
				}
			case *ast.BinaryExpr:
				if f, ok := n.X.(*ast.Ident); ok && f.Name == "problemType" {
					literal(n.Y)
				}
			}
			return true
		})
	}
	return kinds
}
