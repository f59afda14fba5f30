// Package orderflow has the house rules, as tests.
package orderflow

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/orderflow/orderflow/internal/wiring"
)

const module = "github.com/orderflow/orderflow"

// pkg is what `go list` tells of a package.
type pkg struct {
	ImportPath string
	Dir        string
	Doc        string
	Name       string
	Imports    []string
	Deps       []string
	GoFiles    []string
}

// packages are all packages of the module.
var packages = sync.OnceValues(func() (all []pkg, err error) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,Doc,Name,Imports,Deps,GoFiles", "./...").Output()
	if err != nil {
		return nil, err
	}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		p.ImportPath = strings.TrimPrefix(p.ImportPath, module)
		p.ImportPath = strings.TrimPrefix(p.ImportPath, "/")
		all = append(all, p)
	}
})

func list(t *testing.T) []pkg {
	t.Helper()
	all, err := packages()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func within(path string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return path == f || strings.HasPrefix(path, f+"/") })
}

// ours strips the module's path; ok is false for somebody else's package.
func ours(path string) (short string, ok bool) { return strings.CutPrefix(path, module+"/") }

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range list(t) {
		if p.Doc == "" && len(p.GoFiles) > 0 {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

func TestGoModHasNoReplace(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if regexp.MustCompile(`(?m)^replace`).Match(text) {
		t.Error("go.mod has a replace directive")
	}
}

// TestImportsPointOneWay: each rule is a folder and what it must not import.
func TestImportsPointOneWay(t *testing.T) {
	const sdk = "github.com/aws/aws-sdk-go-v2"
	rules := []struct {
		folders []string
		except  []string
		never   []string // of the module, or whole paths of others
		why     string
	}{
		{[]string{"internal/order"}, nil, []string{"internal/promo", "internal/localaws", "internal/onemachine"}, "contexts meet only in events"},
		{[]string{"internal/promo"}, nil, []string{"internal/order", "internal/localaws", "internal/onemachine"}, "contexts meet only in events"},
		{
			[]string{"internal/events", "internal/asl", "internal/fault", "internal/contacts", "internal/metrics", "internal/logs"},
			[]string{"internal/events/eventstest"},
			[]string{"internal/order", "internal/promo", "internal/platform", "internal/localaws", "internal/wiring"},
			"the small ones know nobody",
		},
		{
			[]string{"internal/order", "internal/promo", "internal/events", "internal/asl", "internal/contacts", "internal/fault", "internal/wiring"},
			[]string{"internal/order/store/dynamostore", "internal/promo/store/dynamostore", "internal/contacts/cognito"},
			[]string{sdk},
			"only platform and the adapters see the AWS SDK",
		},
		{[]string{"internal/localaws"}, nil, []string{"internal/order", "internal/promo", "internal/platform", "internal/onemachine", "cmd"}, "AWS on one machine does not know what runs on it"},
		{[]string{"internal/platform"}, nil, []string{"internal/localaws", "internal/onemachine", "internal/promo"}, "what is deployed knows nothing of the local runtime"},
		{[]string{"internal/console"}, nil, []string{"internal/onemachine", "internal/pages"}, "the console is put together, it does not put together"},
		{[]string{"internal", "statemachine"}, nil, []string{"cmd", "infra"}, "nothing sees cmd or infra"},
		{
			[]string{"cmd", "internal", "statemachine"},
			nil,
			[]string{"github.com/aws/aws-cdk-go", "github.com/aws/jsii-runtime-go", "github.com/aws/constructs-go", "github.com/cdklabs"},
			"CDK is large, needs Node, and stays in infra",
		},
	}
	for _, p := range list(t) {
		for _, r := range rules {
			if !within(p.ImportPath, r.folders...) || within(p.ImportPath, r.except...) {
				continue
			}
			for _, i := range p.Imports {
				short, mine := ours(i)
				if mine && within(short, r.never...) || !mine && within(i, r.never...) {
					t.Errorf("%s imports %s: %s", p.ImportPath, i, r.why)
				}
			}
		}
	}
}

// TestTheCoresUseSmallLibrariesOnly: order, promo, events and asl import the
// standard library and what is listed here.
func TestTheCoresUseSmallLibrariesOnly(t *testing.T) {
	allowed := map[string][]string{
		"internal/order":   {module + "/internal/events"},
		"internal/promo":   {module + "/internal/events", module + "/internal/contacts", module + "/internal/fault"},
		"internal/events":  {},
		"internal/asl":     {module + "/internal/jsonata", "github.com/ohler55/ojg/jp", "github.com/google/uuid"},
		"internal/jsonata": {"github.com/hashicorp/golang-lru/v2"},
	}
	for _, p := range list(t) {
		libraries, core := allowed[p.ImportPath]
		if !core {
			continue
		}
		for _, i := range p.Imports {
			if strings.Contains(strings.SplitN(i, "/", 2)[0], ".") && !slices.Contains(libraries, i) {
				t.Errorf("%s imports %s", p.ImportPath, i)
			}
		}
	}
}

// TestWhatIsDeployedIsSmall: no Lambda function has the local runtime, SQLite or
// anything of tests in it.
func TestWhatIsDeployedIsSmall(t *testing.T) {
	imports := map[string][]string{}
	for _, p := range list(t) {
		imports[p.ImportPath] = p.Imports
	}
	for _, p := range list(t) {
		name, isMain := strings.CutPrefix(p.ImportPath, "cmd/")
		if !isMain || name == "orderflow" {
			continue
		}
		for _, dependency := range p.Deps {
			short, mine := ours(dependency)
			if mine && within(short, "internal/localaws", "internal/onemachine", "internal/sqlitedb", "internal/demo", "internal/asl") ||
				within(dependency, "modernc.org", "testing") {
				t.Errorf("%s depends on %s", p.ImportPath, dependency)
			}
			// Templates call methods by name, which makes the linker keep every method.
			if mine && slices.ContainsFunc(imports[short], func(i string) bool { return strings.HasSuffix(i, "/template") }) {
				t.Errorf("%s depends on %s, which uses templates", p.ImportPath, dependency)
			}
		}
	}
}

// TestAMainImportsOnlyWhatItMayCall holds each function's SDK clients against
// what the wiring lets it call, both ways.
func TestAMainImportsOnlyWhatItMayCall(t *testing.T) {
	services := map[string]string{ // IAM's prefix → the SDK's package
		"dynamodb": "dynamodb", "events": "eventbridge", "sns": "sns", "ses": "sesv2", "states": "sfn", "cognito-idp": "cognitoidentityprovider",
	}
	for _, p := range list(t) {
		name, isMain := strings.CutPrefix(p.ImportPath, "cmd/")
		if !isMain || name == "orderflow" {
			continue
		}
		var imports, granted []string
		for _, i := range p.Imports {
			if service, ok := strings.CutPrefix(i, "github.com/aws/aws-sdk-go-v2/service/"); ok {
				imports = append(imports, service)
			}
		}
		f, _ := wiring.FunctionNamed(name)
		for _, call := range f.Calls {
			prefix, _, _ := strings.Cut(call.Action, ":")
			granted = append(granted, services[prefix])
		}
		slices.Sort(imports)
		slices.Sort(granted)
		if granted = slices.Compact(granted); !slices.Equal(imports, granted) {
			t.Errorf("%s has clients for %v, the wiring grants %v", p.ImportPath, imports, granted)
		}
		if main, err := os.ReadFile(filepath.Join(p.Dir, "main.go")); err != nil || bytes.Count(main, []byte("\n")) > 60 {
			t.Errorf("%s does not fit a screen: %v", p.ImportPath, err)
		}
	}
}

// TestFilesHaveOneIdea: by their size.
func TestFilesHaveOneIdea(t *testing.T) {
	for _, p := range list(t) {
		for _, name := range p.GoFiles {
			info, err := os.Stat(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if info.Size() > 14_000 {
				t.Errorf("%s/%s has %d bytes: more than one idea?", p.ImportPath, name, info.Size())
			}
		}
	}
}

// TestTheTreeSpeaksOfItselfAlone: no file names a folder of somebody's machine,
// and none is left with a merge's marks.
func TestTheTreeSpeaksOfItselfAlone(t *testing.T) {
	out, err := exec.Command("git", "ls-files").Output()
	if err != nil {
		t.Skip("not a git checkout: ", err)
	}
	suspicious := regexp.MustCompile(`(?m)(/(work|root|tmp)/[a-z])|^(<<<<<<<|>>>>>>>) `)
	for name := range strings.FieldsSeq(string(out)) {
		if name == "go.sum" || strings.HasSuffix(name, ".png") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			continue // deleted in the work tree
		}
		if found := suspicious.Find(text); found != nil && name != "repo_test.go" {
			t.Errorf("%s has %q", name, found)
		}
	}
}

// TestTheDocumentsNameWhatIsThere: files and make targets that the documents
// mention exist.
func TestTheDocumentsNameWhatIsThere(t *testing.T) {
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	documents, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	records, err := filepath.Glob("docs/adr/*.md")
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`\]\(([^)#:]+)\)`)
	quoted := regexp.MustCompile("`((?:cmd|internal|statemachine|infra|docs)/[A-Za-z0-9_./<>-]*)`")
	target := regexp.MustCompile(`make ([a-z]+)\b`)
	for _, document := range append(append(documents, records...), "README.md", "ARCHITECTURE.md") {
		text, err := os.ReadFile(document)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, match := range link.FindAllSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(document), string(match[1]))); err != nil {
				t.Errorf("%s links to %s, which is not there", document, match[1])
			}
		}
		for _, match := range quoted.FindAllSubmatch(text, -1) {
			if path := string(match[1]); !strings.Contains(path, "<") {
				if _, err := os.Stat(path); err != nil {
					t.Errorf("%s names %s, which is not there", document, path)
				}
			}
		}
		for _, match := range target.FindAllSubmatch(text, -1) {
			if !bytes.Contains(makefile, []byte(fmt.Sprintf("\n%s:", match[1]))) {
				t.Errorf("%s speaks of make %s, which the Makefile does not have", document, match[1])
			}
		}
	}
}
