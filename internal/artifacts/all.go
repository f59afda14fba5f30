package artifacts

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/orderflow/orderflow/internal/wiring"
)

// BuildAll builds the programs of all functions for each of the architectures. It
// tells out how far it is, and at the end how large they are. A zip that is
// larger than MaxZip is an error.
func BuildAll(ctx context.Context, root string, arches []string, out io.Writer) error {
	fmt.Fprintf(out, "Building %d functions for %s. The first time, all that they share is compiled with the first of them: a minute or two.\n",
		len(wiring.Functions), strings.Join(arches, " and "))
	sizes := map[string]map[string]Size{} // by function and architecture
	done, all := 0, len(arches)*len(wiring.Functions)
	for _, arch := range arches {
		for _, f := range wiring.Functions {
			began := time.Now()
			file, err := Build(ctx, root, arch, f.Name)
			if err != nil {
				return err
			}
			size, err := SizeOf(file)
			if err != nil {
				return err
			}
			if sizes[f.Name] == nil {
				sizes[f.Name] = map[string]Size{}
			}
			sizes[f.Name][arch] = size
			done++
			fmt.Fprintf(out, "  %2d/%d  %-5s  %-17s  %5.1f s\n", done, all, arch, f.Name, time.Since(began).Seconds())
		}
	}
	table(out, arches, sizes)
	return tooLarge(arches, sizes)
}

// table prints the sizes of the programs and of their zips.
func table(out io.Writer, arches []string, sizes map[string]map[string]Size) {
	fmt.Fprintf(out, "\n%-17s", "MB")
	for _, arch := range arches {
		fmt.Fprintf(out, "%8s%8s", arch, "zip")
	}
	fmt.Fprintln(out)
	for _, f := range wiring.Functions {
		fmt.Fprintf(out, "%-17s", f.Name)
		for _, arch := range arches {
			fmt.Fprintf(out, "%8.2f%8.2f", mb(sizes[f.Name][arch].Binary), mb(sizes[f.Name][arch].Zip))
		}
		fmt.Fprintln(out)
	}
}

func mb(bytes int64) float64 { return float64(bytes) / 1e6 }

// tooLarge is an error that names each function whose zip is larger than it may
// be.
func tooLarge(arches []string, sizes map[string]map[string]Size) error {
	var names []string
	for _, f := range wiring.Functions {
		for _, arch := range arches {
			if size := sizes[f.Name][arch]; size.Zip > MaxZip {
				names = append(names, fmt.Sprintf("%s for %s, %.2f MB", f.Name, arch, mb(size.Zip)))
			}
		}
	}
	if names == nil {
		return nil
	}
	return fmt.Errorf("a function's zip may have %.0f MB at most, and larger are %s: look with `go version -m` and `go list -deps` at what its main links in",
		mb(MaxZip), strings.Join(names, "; "))
}
