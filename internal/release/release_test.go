package release_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/release"
)

var full = flag.Bool("full", false, "every platform, compiled anew for each folder")

const version = "v9.8.7"

// TestTwoFolders makes the release from two copies of the source under paths
// of different lengths: every file is the same, byte by byte, names no folder,
// and holds what it should.
//
// Holds: S10, ASVS 15.1
func TestTwoFolders(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git to list the source by")
	}
	targets := []release.Target{{OS: runtime.GOOS, Arch: runtime.GOARCH}}
	if *full {
		targets = release.Targets()
	}
	one, other := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "another", "much", "longer", "place")
	taken := t.TempDir()
	sourceOf(t, taken)
	names := makeIn(t, one, os.DirFS(taken), targets)
	if again := makeIn(t, other, os.DirFS(taken), targets); !slices.Equal(names, again) {
		t.Fatalf("got %v, then %v", names, again)
	}
	sums := read(t, filepath.Join(one, "out", "SHA256SUMS"))
	for _, name := range names {
		a, b := read(t, filepath.Join(one, "out", name)), read(t, filepath.Join(other, "out", name))
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs between two folders", name)
		}
		sum := sha256.Sum256(a)
		if line := hex.EncodeToString(sum[:]) + "  " + name + "\n"; name != "SHA256SUMS" && !bytes.Contains(sums, []byte(line)) {
			t.Errorf("SHA256SUMS lacks %s", name)
		}
	}
	for _, target := range targets {
		whole(t, filepath.Join(one, "out"), target, one)
	}
}

// sourceOf copies the source, as it is now, into a folder: somebody may go on
// writing while releases are made.
func sourceOf(t *testing.T, folder string) {
	t.Helper()
	root := filepath.Join("..", "..")
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		data, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, os.ErrNotExist) {
			continue // removed, not yet committed
		}
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, data, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
}

// makeIn makes the release of a copy of the source in a folder.
func makeIn(t *testing.T, dir string, copied fs.FS, targets []release.Target) []string {
	t.Helper()
	source := filepath.Join(dir, "src")
	if err := os.CopyFS(source, copied); err != nil {
		t.Fatal(err)
	}
	if *full {
		t.Setenv("GOCACHE", filepath.Join(dir, "cache"))
	}
	names, err := release.Make(t.Context(), release.Config{
		Version: version, Source: source, Out: filepath.Join(dir, "out"), Targets: targets,
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// whole looks into the archive of a target.
func whole(t *testing.T, dir string, target release.Target, made string) {
	t.Helper()
	name := "attune-" + version + "-" + target.String()
	files := unpack(t, filepath.Join(dir, name), target)
	program := "attune"
	if target.OS == "windows" {
		program += ".exe"
	}
	for _, want := range []string{program, "LICENSE", "README.md", "attune.cdx.json", "docs/operations.md", "docs/upgrade.md",
		"deploy/compose.yaml", "deploy/nginx/attune.conf", "licenses/std/LICENSE", "licenses/Noto-Sans/OFL.txt"} {
		if len(files[name+"/"+want]) == 0 {
			t.Errorf("%s lacks %s", name, want)
		}
	}
	binary := files[name+"/"+program]
	if bytes.Contains(binary, []byte(made)) {
		t.Errorf("%s: the binary names the folder that it was built in", name)
	}
	bill := files[name+"/attune.cdx.json"]
	if !bytes.Equal(bill, read(t, filepath.Join(dir, name+".cdx.json"))) {
		t.Errorf("%s: two bills", name)
	}
	if os.Getenv("ATTUNE_TEST_ALL") == "1" { // the schema is in another module
		vet := exec.Command("go", "run", "./vet", "bom", filepath.Join(dir, name+".cdx.json"))
		vet.Dir = filepath.Join("..", "tools")
		if out, err := vet.CombinedOutput(); err != nil {
			t.Errorf("the bill is not CycloneDX 1.6: %v\n%s", err, out)
		}
	}
	path := filepath.Join(t.TempDir(), program)
	if err := os.WriteFile(path, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	complete(t, bill, path, files, name)
	if target.OS == runtime.GOOS && target.Arch == runtime.GOARCH {
		out, err := exec.Command(path, "version").Output()
		if err != nil || !strings.HasPrefix(string(out), "attune "+version+" ") {
			t.Errorf("the program says %q, %v", out, err)
		}
	}
}

// complete compares the bill with what the go command reads from the binary.
func complete(t *testing.T, bill []byte, binary string, files map[string][]byte, name string) {
	t.Helper()
	var b struct {
		Components []struct {
			Name, Version string
			Licenses      []struct{ Expression string }
		}
	}
	if err := json.Unmarshal(bill, &b); err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for _, c := range b.Components {
		listed[c.Name] = c.Version
		if len(c.Licenses) != 1 || c.Licenses[0].Expression == "" {
			t.Errorf("%s has no licence", c.Name)
		}
	}
	out, err := exec.Command("go", "version", "-m", binary).Output()
	if err != nil {
		t.Fatal(err)
	}
	if _, by, _ := strings.Cut(strings.SplitN(string(out), "\n", 2)[0], ": "); by != listedToolchain(t) {
		t.Errorf("built by %s, while go.mod names %s", by, listedToolchain(t))
	}
	linked := 0
	for line := range strings.Lines(string(out)) {
		field := strings.Fields(line)
		if len(field) < 3 || field[0] != "dep" {
			continue
		}
		linked++
		if listed[field[1]] != field[2] {
			t.Errorf("%s %s is linked in; the bill has %q", field[1], field[2], listed[field[1]])
		}
		if !slices.ContainsFunc(keys(files), func(f string) bool { return strings.HasPrefix(f, name+"/licenses/"+field[1]+"/") }) {
			t.Errorf("the licence of %s is not in the archive", field[1])
		}
	}
	if linked < 10 || len(b.Components) != linked+2 {
		t.Errorf("%d components of %d modules, the standard library and the fonts", len(b.Components), linked)
	}
}

// listedToolchain is the compiler that go.mod names, by go's own reader of it.
func listedToolchain(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "mod", "edit", "-json", filepath.Join("..", "..", "go.mod")).Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct{ Toolchain string }
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	return mod.Toolchain
}

// The image is built by the same compiler as a release.
func TestImageNamesTheCompiler(t *testing.T) {
	from := "FROM golang:" + strings.TrimPrefix(listedToolchain(t), "go") + " AS build\n"
	if !bytes.Contains(read(t, filepath.Join("..", "..", "Dockerfile")), []byte(from)) {
		t.Errorf("the Dockerfile has no %q", from)
	}
}

func keys(m map[string][]byte) (all []string) {
	for k := range m {
		all = append(all, k)
	}
	return all
}

// unpack reads an archive. Its entries are in order and carry no time of ours.
func unpack(t *testing.T, path string, target release.Target) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	if target.OS == "windows" {
		data := read(t, path+".zip")
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if files[f.Name], err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		return files
	}
	packed, err := gzip.NewReader(bytes.NewReader(read(t, path+".tar.gz")))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(packed); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Uname != "" || h.ModTime.Year() != 1980 {
			t.Errorf("%s tells who and when: %+v", h.Name, h)
		}
		if files[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestVersions(t *testing.T) {
	for _, bad := range []string{"", "1.2.3", "v1.2", "v1.2.3 ", "v1.2.3-RC", "latest"} {
		if _, err := release.Make(t.Context(), release.Config{Version: bad, Out: t.TempDir()}); err == nil {
			t.Errorf("%q is released", bad)
		}
	}
	for _, good := range []string{"v1.2.3", "v0.1.0-rc.1"} {
		if _, err := release.Make(t.Context(), release.Config{Version: good, Out: t.TempDir()}); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}
