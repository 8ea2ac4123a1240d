package ship_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestManifests holds the compose file against the loader of Docker and the
// Kubernetes manifests against the API's own types, both strict. The checker
// is a module of its own, internal/tools.
func TestManifests(t *testing.T) {
	if os.Getenv("ATTUNE_TEST_ALL") != "1" {
		t.Skip("the checker downloads Kubernetes' types: ATTUNE_TEST_ALL=1")
	}
	vet := filepath.Join(t.TempDir(), "vet")
	run(t, filepath.Join(module, "internal", "tools"), "go", "build", "-o", vet, "./vet")
	t.Log(run(t, deploy, vet, "compose", "compose.yaml"))
	files := kubernetesFiles(t)
	said := run(t, deploy, vet, append([]string{"kubernetes"}, files...)...)
	for _, kind := range []string{"Deployment", "StatefulSet", "CronJob", "NetworkPolicy", "Secret", "PodDisruptionBudget", "Ingress"} {
		if !strings.Contains(said, "Kind="+kind+"\n") {
			t.Errorf("there is no %s", kind)
		}
	}
}

func kubernetesFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(deploy, "kubernetes", "*.yaml"))
	check(t, err)
	var manifests []string
	for _, f := range files {
		if name := filepath.Base(f); name != "kustomization.yaml" {
			manifests = append(manifests, filepath.Join("kubernetes", name))
		}
	}
	return manifests
}

// TestKustomizationNamesEveryFile: a manifest that nobody applies is none.
func TestKustomizationNamesEveryFile(t *testing.T) {
	var k struct{ Resources []string }
	check(t, yaml.Unmarshal([]byte(read(t, filepath.Join(deploy, "kubernetes", "kustomization.yaml"))), &k))
	named := map[string]bool{}
	for _, r := range k.Resources {
		named[filepath.Join("kubernetes", r)] = true
	}
	for _, f := range kubernetesFiles(t) {
		if !named[f] {
			t.Errorf("kustomization.yaml does not name %s", f)
		}
		delete(named, f)
	}
	if len(named) > 0 {
		t.Errorf("kustomization.yaml names what is not there: %v", named)
	}
}

// pod is what of a pod says how it is confined.
type pod struct {
	Automount *bool `yaml:"automountServiceAccountToken"`
	Security  struct {
		NonRoot bool                  `yaml:"runAsNonRoot"`
		User    int                   `yaml:"runAsUser"`
		Seccomp struct{ Type string } `yaml:"seccompProfile"`
	} `yaml:"securityContext"`
	Containers []struct {
		Name     string
		Security struct {
			Escalation   *bool `yaml:"allowPrivilegeEscalation"`
			ReadOnly     bool  `yaml:"readOnlyRootFilesystem"`
			Capabilities struct{ Drop []string }
		} `yaml:"securityContext"`
		Resources struct{ Limits map[string]string }
	}
}

// TestPodsAreConfined finds every pod, wherever it is templated, and holds it
// to the restricted profile: nobody, no privileges, a file system that cannot
// be written.
//
// Holds: S10
func TestPodsAreConfined(t *testing.T) {
	found := 0
	for _, file := range kubernetesFiles(t) {
		d := yaml.NewDecoder(strings.NewReader(read(t, filepath.Join(deploy, file))))
		for {
			var document yaml.Node
			if err := d.Decode(&document); err != nil {
				break
			}
			for _, p := range pods(t, &document) {
				found++
				confined(t, file, p)
			}
		}
	}
	if found != 3 {
		t.Errorf("found %d pods, want those of the server, the database and the backup", found)
	}
}

// pods are the mappings with a list of containers.
func pods(t *testing.T, n *yaml.Node) (all []pod) {
	t.Helper()
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && c.Value == "containers" {
			var p pod
			check(t, n.Decode(&p))
			all = append(all, p)
		}
		all = append(all, pods(t, c)...)
	}
	return all
}

func confined(t *testing.T, file string, p pod) {
	t.Helper()
	if p.Automount == nil || *p.Automount || !p.Security.NonRoot || p.Security.User == 0 || p.Security.Seccomp.Type != "RuntimeDefault" {
		t.Errorf("%s: a pod is not confined: %+v", file, p)
	}
	for _, c := range p.Containers {
		s := c.Security
		if s.Escalation == nil || *s.Escalation || !s.ReadOnly || len(s.Capabilities.Drop) != 1 || s.Capabilities.Drop[0] != "ALL" || c.Resources.Limits["memory"] == "" {
			t.Errorf("%s: container %s is not confined: %+v", file, c.Name, c)
		}
	}
}

// TestNoSecretShips: nothing of deploy/ holds a password but the one that says
// that it has to be changed.
//
// Holds: ASVS 13.3.1
func TestNoSecretShips(t *testing.T) {
	err := fs.WalkDir(os.DirFS(deploy), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		for line := range strings.Lines(read(t, filepath.Join(deploy, name))) {
			_, after, found := strings.Cut(line, "postgres://attune:")
			if !found {
				continue
			}
			if password, _, _ := strings.Cut(after, "@"); password != "PASSWORD" && password != "change-me" {
				t.Errorf("%s holds a password: %s", name, line)
			}
		}
		return nil
	})
	check(t, err)
}
