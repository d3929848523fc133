// Package dockerfile reads a Dockerfile with BuildKit's own parser and applies its own rules, as `docker build --check` does.
package dockerfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerui"
	digest "github.com/opencontainers/go-digest"
)

// Check answers everything that BuildKit would warn of or refuse, for one value of the build argument APP.
func Check(file, app string) []error {
	text, err := os.ReadFile(file)
	if err != nil {
		return []error{err}
	}
	origin := llb.NewSourceMap(nil, file, "Dockerfile", text)
	origin.Definition = &llb.Definition{}
	results, err := dockerfile2llb.DockerfileLint(context.Background(), text, dockerfile2llb.ConvertOpt{
		Config:       dockerui.Config{BuildArgs: map[string]string{"APP": app}},
		MetaResolver: offline{},
		SourceMap:    origin,
	})
	if err != nil {
		return []error{err}
	}
	var faults []error
	for _, warning := range results.Warnings {
		faults = append(faults, fmt.Errorf("%s: %s: %s", file, warning.RuleName, warning.Detail))
	}
	if results.Error != nil {
		faults = append(faults, errors.New(results.Error.Message))
	}
	return append(faults, copied(text)...)
}

// copied says which files it copies from its context, which is the working directory, that are not there.
func copied(text []byte) []error {
	tree, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		return []error{err}
	}
	stages, _, err := instructions.Parse(tree.AST, nil)
	if err != nil {
		return []error{err}
	}
	var faults []error
	for _, stage := range stages {
		for _, command := range stage.Commands {
			copy, is := command.(*instructions.CopyCommand)
			if !is || copy.From != "" {
				continue
			}
			for _, path := range copy.SourcePaths {
				if _, err := os.Stat(path); err != nil {
					faults = append(faults, fmt.Errorf("line %d copies %s, which is not there", copy.Location()[0].Start.Line, path))
				}
			}
		}
	}
	return faults
}

// offline stands in for the registry: what the base image is made of is nothing that the rules ask for.
type offline struct{}

func (offline) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	return ref, digest.FromString(ref), []byte(`{"config":{}}`), nil
}
