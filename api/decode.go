package api

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// decode reads the request's JSON object into dst, a pointer to a struct with
// json and validate tags. It returns quiz.Invalid with all that is wrong in
// the fields, each with its pointer; dst then holds what was right.
func (s *server) decode(r *http.Request, dst any) error {
	if !isJSON(r.Header) {
		return errMediaType
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return readError(err)
	}
	v, err := parseJSON(data)
	if err != nil {
		return err
	}
	if faults := s.shapes.check(dst, bind(v, dst)); len(faults) > 0 {
		return faults
	}
	return nil
}

// isJSON reports whether the one Content-Type is application/json, in UTF-8
// where it says so.
func isJSON(h http.Header) bool {
	values := h.Values(echo.HeaderContentType)
	if len(values) != 1 {
		return false
	}
	media, params, err := mime.ParseMediaType(values[0])
	charset, said := params["charset"]
	return err == nil && media == echo.MIMEApplicationJSON && (!said || strings.EqualFold(charset, "utf-8"))
}

// readError tells a body that is too large from one that broke off.
func readError(err error) error {
	if errors.Is(err, echo.ErrStatusRequestEntityTooLarge) {
		return err
	}
	return said{fmt.Errorf("%w: %w", errMalformed, err), "The body could not be read to its end."}
}

// merge lists the faults of two checks of one request together; an err that
// lists none comes back as it is.
func merge(faults quiz.Invalid, err error) error {
	if err == nil {
		return faults
	}
	var more quiz.Invalid
	if !errors.As(err, &more) {
		return err
	}
	return append(faults, more...)
}
