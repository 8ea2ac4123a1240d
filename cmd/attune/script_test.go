package main

import (
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the transcripts expect")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"attune": main})
}

// TestTranscripts runs the command line as a user would and compares all that
// it prints.
func TestTranscripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			shipped, err := os.Getwd()
			env.Setenv("SHIPPED", shipped+"/../../content")
			env.Setenv("FREE", freeAddress())
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"copycontent": copyContent,
			"replace":     replace,
			"pdf":         isPDF,
			"fetch":       fetch,
			"utf16":       toUTF16,
			"cut":         cut,
		},
	})
}
