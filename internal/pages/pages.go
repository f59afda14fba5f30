// Package pages is what people see in a browser when orderflow runs on one
// machine: the customer's page, the restaurant's app, and what they are made of.
//
// It is plain HTML, one style sheet, and JavaScript modules, all in the folder
// static and in the program; nothing is built and nothing comes from elsewhere.
// The pages call the HTTP API as any client does. Text from people reaches a page
// as text only: nodes are made with dom.js, and the content security policy
// forbids the browser everything else, scripts within the page and innerHTML too.
package pages

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
)

//go:embed static
var static embed.FS

// paths are the pages and where they are.
var paths = map[string]string{
	"/{$}":        "customer.html",
	"/restaurant": "restaurant.html",
}

// assetsAt is where pages find style sheet and scripts. Behind it comes a hash of
// all of them, so that a browser may keep what it has as long as it likes.
const assetsAt = "/assets/"

// policy is the content security policy of every page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'"

// Routes are the handlers of all pages and assets, by their pattern for an
// [http.ServeMux].
func Routes() (map[string]http.Handler, error) {
	files, version, err := read()
	if err != nil {
		return nil, fmt.Errorf("the pages: %w", err)
	}
	routes := map[string]http.Handler{"GET " + assetsAt + "{version}/{file}": assets(files, version)}
	for at, name := range paths {
		text, ok := files[name]
		if !ok {
			return nil, fmt.Errorf("the pages: there is no %s", name)
		}
		routes["GET "+at] = page(bytes.ReplaceAll(text, []byte(assetsAt), []byte(assetsAt+version+"/")))
	}
	return routes, nil
}

// read reads all files, and makes the hash that stands for them.
func read() (files map[string][]byte, version string, err error) {
	names, err := fs.Glob(static, "static/*")
	if err != nil {
		return nil, "", err
	}
	files, digest := map[string][]byte{}, sha256.New()
	for _, name := range names { // sorted
		text, err := static.ReadFile(name)
		if err != nil {
			return nil, "", err
		}
		files[path.Base(name)] = text
		sum := sha256.Sum256(text)
		digest.Write(append([]byte(name), sum[:]...)) // a hash takes all
	}
	return files, hex.EncodeToString(digest.Sum(nil)[:8]), nil
}

// page serves a page. The browser asks each time whether it has changed.
func page(text []byte) http.Handler {
	tag := etag(text)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		serve(w, r, "page.html", text, tag, "no-cache")
	})
}

// assets serves style sheet and scripts. An old version is gone: a page that
// asks for one is out of date itself.
func assets(files map[string][]byte, version string) http.Handler {
	tags := map[string]string{}
	for name, text := range files {
		tags[name] = etag(text)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("file")
		text, ok := files[name]
		if !ok || r.PathValue("version") != version || path.Ext(name) == ".html" {
			http.NotFound(w, r)
			return
		}
		serve(w, r, name, text, tags[name], "public, max-age=31536000, immutable")
	})
}

func serve(w http.ResponseWriter, r *http.Request, name string, text []byte, tag, caching string) {
	w.Header().Set("Content-Type", contentType(name))
	w.Header().Set("Cache-Control", caching)
	w.Header().Set("ETag", tag)
	w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(text) // the browser may be gone
}

func etag(text []byte) string {
	sum := sha256.Sum256(text)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// contentType is fixed for what the pages need: the machine's own tables may say
// otherwise, and a script of another type is not run.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}
