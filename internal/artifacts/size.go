package artifacts

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"os"
)

// Size is how large a program is, in bytes: as a file, and in the zip that is
// uploaded.
type Size struct{ Binary, Zip int64 }

// SizeOf measures a program.
func SizeOf(file string) (Size, error) {
	f, err := os.Open(file)
	if err != nil {
		return Size{}, err
	}
	defer f.Close()
	var zipped counter
	archive := zip.NewWriter(&zipped)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	entry, err := archive.Create("bootstrap")
	if err != nil {
		return Size{}, err
	}
	n, err := io.Copy(entry, f)
	if err != nil {
		return Size{}, fmt.Errorf("measure %s: %w", file, err)
	}
	if err := archive.Close(); err != nil {
		return Size{}, fmt.Errorf("measure %s: %w", file, err)
	}
	return Size{Binary: n, Zip: int64(zipped)}, nil
}

// counter counts what is written.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
