package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

//go:embed assets
var assetFiles embed.FS

// assets are the style sheet and the script under names that hold a part of
// their hash, so that browsers may keep them for ever.
type assets struct {
	byName map[string]asset  // served name → file
	names  map[string]string // file name → served name
	icon   []byte
	newest []byte // the newest loader
	// integrity is the hash by which a page pins the newest loader.
	integrity string
}

type asset struct {
	kind string
	body []byte
}

const (
	forEver = "public, max-age=31536000, immutable"
	oneDay  = "public, max-age=86400"
	// hashShown is how many hex digits of the hash a name holds.
	hashShown = 12
)

func newAssets() (*assets, error) {
	out := &assets{byName: map[string]asset{}, names: map[string]string{}}
	kinds := map[string]string{
		".css": "text/css; charset=utf-8",
		".js":  "text/javascript; charset=utf-8",
	}
	err := fs.WalkDir(assetFiles, "assets", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if p == loaders || p == path.Dir(frameSheet) {
				return fs.SkipDir
			}
			return err
		}
		body, err := assetFiles.ReadFile(p)
		if err != nil {
			return err
		}
		name, ext := path.Base(p), path.Ext(p)
		if name == "favicon.ico" {
			out.icon = body
			return nil
		}
		sum := sha256.Sum256(body)
		served := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:])[:hashShown] + ext
		out.byName[served], out.names[name] = asset{kinds[ext], body}, served
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read assets: %w", err)
	}
	if out.newest, err = newestLoader(); err != nil {
		return nil, err
	}
	out.integrity = integrity(out.newest)
	return out, nil
}

// path returns the address of a file for use in a page.
func (a *assets) path(name string) (string, error) {
	served, ok := a.names[name]
	if !ok {
		return "", fmt.Errorf("no asset %q", name)
	}
	return "/assets/" + served, nil
}

func (a *assets) serve(c echo.Context) error {
	file, ok := a.byName[c.Param("name")]
	if !ok {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	return blob(c, forEver, file.kind, file.body)
}

func (a *assets) favicon(c echo.Context) error {
	return blob(c, oneDay, "image/x-icon", a.icon)
}

func blob(c echo.Context, keep, kind string, body []byte) error {
	h := c.Response().Header()
	protect(h, false)
	h.Del("Vary")
	h.Set("Cache-Control", keep)
	// A sandboxed frame has an origin of its own, and so has every host page.
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Access-Control-Allow-Origin", "*")
	return c.Blob(http.StatusOK, kind, body)
}
