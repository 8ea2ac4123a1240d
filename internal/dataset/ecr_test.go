//go:build oracle

package dataset_test

import (
	"os"
	"path/filepath"
	"testing"
)

// ecrFile reads a file of the folder that ATTUNE_ECR names. The data are real
// people's and stay outside the repository.
func ecrFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(os.Getenv("ATTUNE_ECR"), name))
	if err != nil {
		t.Fatalf("ATTUNE_ECR names the folder of the ECR responses: %v", err)
	}
	return data
}
