package app_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/app"
)

const partnersFile = `partners:
  - id: acme
    name: Acme
    controller: CONTROLLER
    privacy: https://acme.example/privacy
    origins: [https://acme.example]
    webhook:
      url: https://hooks.acme.example/attune
      secrets: [{file: secret}]
`

// partnersIn writes a file of partners with one, and the secret that it names.
func partnersIn(t *testing.T, controller string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "partners.yaml")
	write(t, filepath.Join(filepath.Dir(path), "secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")
	write(t, path, strings.Replace(partnersFile, "CONTROLLER", controller, 1))
	return path
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// eventually waits for a condition that nothing else tells of.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// TestPartnersAreReadAgain changes the file under a running program: rightly,
// wrongly, and rightly again.
func TestPartnersAreReadAgain(t *testing.T) {
	path := partnersIn(t, "Acme GmbH")
	log, reload := &safeBuffer{}, make(chan os.Signal)
	url := boot(t, app.Config{PartnersFile: path, Reload: reload, Log: slog.New(slog.NewTextHandler(log, nil))})
	consent := func() string { return get(t, url+"/v1/instruments/relationship?partner=acme") }
	if !strings.Contains(consent(), "Acme GmbH is responsible") {
		t.Fatalf("the consent does not name the partner: %s", consent())
	}

	write(t, path, strings.Replace(partnersFile, "CONTROLLER", "Acme AG", 1))
	eventually(t, "the new controller", func() bool { return strings.Contains(consent(), "Acme AG is responsible") })

	write(t, path, strings.Replace(partnersFile, "CONTROLLER", "Acme Inc\n    gate: sms", 1))
	eventually(t, "the findings", func() bool { return strings.Contains(log.String(), "the partners stay as they were") })
	if want := path + `:5:11: error: \"sms\" is not known here`; !strings.Contains(log.String(), want) {
		t.Errorf("the log lacks %s:\n%s", want, log)
	}
	if !strings.Contains(consent(), "Acme AG is responsible") {
		t.Error("a file with an error has changed the partners")
	}

	write(t, path, strings.Replace(partnersFile, "CONTROLLER", "Acme SE", 1))
	reload <- syscall.SIGHUP
	reload <- syscall.SIGHUP // taken once the first is done
	if !strings.Contains(consent(), "Acme SE is responsible") {
		t.Error("a signal has not had the partners read")
	}

	// A secret beside the file can go wrong too, and the file itself can go.
	write(t, filepath.Join(filepath.Dir(path), "secret"), "short")
	reload <- syscall.SIGHUP
	reload <- syscall.SIGHUP
	if !strings.Contains(log.String(), "this is no secret of a webhook") {
		t.Error("the log does not say that the secret is none")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	eventually(t, "that the file is gone", func() bool { return strings.Contains(log.String(), "cannot be opened") })
	if !strings.Contains(consent(), "Acme SE is responsible") {
		t.Error("the partners went with their file")
	}
}

// TestWrongPartnersDoNotStart lists all that is wrong, at once.
func TestWrongPartnersDoNotStart(t *testing.T) {
	path := partnersIn(t, "Acme\n    gate: sms\n    colour: red")
	err := app.Run(context.Background(), app.Config{PartnersFile: path})
	if !errors.Is(err, app.ErrConfig) {
		t.Fatalf("got %v, want a configuration that is refused", err)
	}
	for _, want := range []string{path + ":5:11: error: ", `unknown field "colour"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q: %v", want, err)
		}
	}
	if err := app.Run(context.Background(), app.Config{PartnersFile: path + ".missing"}); !errors.Is(err, app.ErrConfig) {
		t.Errorf("got %v, want a missing file refused", err)
	}
}

// TestWithoutPartners: nobody is one.
func TestWithoutPartners(t *testing.T) {
	url := boot(t, app.Config{})
	answer, err := http.Get(url + "/v1/instruments/relationship?partner=acme")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusNotFound {
		t.Errorf("got %d, want 404", answer.StatusCode)
	}
}
