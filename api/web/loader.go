package web

import (
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"
)

// LoaderVersion names the newest loader. What was served under a version stays
// as it was.
const LoaderVersion = "v1.0.0"

// loaders holds every version of the loader, the script that puts the test on
// other sites' pages.
const loaders = "assets/loader"

const (
	oneHour    = "public, max-age=3600, stale-while-revalidate=86400"
	scriptKind = "text/javascript; charset=utf-8"
)

// loader answers GET /embed/{version}.js.
func (a *assets) loader(c echo.Context) error {
	body, err := assetFiles.ReadFile(path.Join(loaders, path.Base(c.Param("file"))))
	if err != nil {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	return blob(c, forEver, scriptKind, body)
}

// newestLoader answers GET /embed.js.
func (a *assets) newestLoader(c echo.Context) error {
	return blob(c, oneHour, scriptKind, a.newest)
}

func newestLoader() ([]byte, error) {
	body, err := assetFiles.ReadFile(path.Join(loaders, LoaderVersion+".js"))
	if err != nil {
		return nil, fmt.Errorf("read the loader: %w", err)
	}
	return body, nil
}

// integrity is the hash by which a page pins a script.
func integrity(body []byte) string {
	sum := sha512.Sum384(body)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}
