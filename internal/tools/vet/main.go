// Vet holds what ships against what others know: a compose file against the
// Compose specification and the loader that Docker uses, Kubernetes manifests
// against the types of its API, a bill of materials against the schema of
// CycloneDX, and what govulncheck found against the excuses in excused.txt.
//
//	vet compose deploy/compose.yaml
//	kubectl kustomize deploy/kubernetes | vet kubernetes
//	vet bom attune.cdx.json
//	govulncheck -format json ./... | vet weaknesses
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "vet:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	switch {
	case len(args) == 2 && args[0] == "compose":
		return compose(args[1], out)
	case len(args) >= 1 && args[0] == "kubernetes":
		return kubernetes(args[1:], in, out)
	case len(args) == 2 && args[0] == "bom":
		return bom(args[1], out)
	case len(args) == 1 && args[0] == "weaknesses":
		return weaknesses(in, out)
	}
	return fmt.Errorf("want compose FILE, kubernetes [FILE…], bom FILE or weaknesses; got %q", args)
}
