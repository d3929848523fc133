// Package compose reads Compose files as `docker compose config` does: with Compose's own loader and schema.
package compose

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/compose-spec/compose-go/v2/cli"
)

// Check answers the names of each service's settings, for those of other files that it extends, too.
func Check(file string, settings []string) (map[string][]string, error) {
	options, err := cli.NewProjectOptions(
		[]string{file},
		cli.WithWorkingDirectory(filepath.Dir(file)),
		cli.WithEnv(settings),
		cli.WithResolvedPaths(true),
		cli.WithInterpolation(true),
		cli.WithConsistency(true),
	)
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	for name, secret := range project.Secrets {
		if secret.File == "" {
			return nil, fmt.Errorf("the secret %s is no file", name)
		}
	}
	seen := map[string][]string{}
	for name, service := range project.Services {
		seen[name] = slices.Sorted(maps.Keys(service.Environment))
		if build := service.Build; build != nil {
			if _, err := os.Stat(filepath.Join(build.Context, build.Dockerfile)); err != nil {
				return nil, fmt.Errorf("%s is built from a Dockerfile that is not there: %w", name, err)
			}
		}
	}
	return seen, nil
}
