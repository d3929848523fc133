// Says what Docker, Compose and Kubernetes would refuse in deploy/, with their own code and without any of them running.
//
//	deploy-check kubernetes  < rendered.yaml
//	deploy-check compose     <file> [NAME=value …]
//	deploy-check dockerfile  <file> <app> …
//
// Prints what is wrong, a line each, and ends with 1; else, of the first two, a line for each service with its settings' names.
package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"parley.dev/deploy-check/compose"
	"parley.dev/deploy-check/dockerfile"
	"parley.dev/deploy-check/kubernetes"
)

func main() {
	seen, faults := run(os.Args[1:])
	for _, fault := range faults {
		fmt.Fprintln(os.Stderr, fault)
	}
	if len(faults) > 0 {
		os.Exit(1)
	}
	for _, service := range slices.Sorted(maps.Keys(seen)) {
		fmt.Println(service, strings.Join(seen[service], " "))
	}
}

func run(words []string) (map[string][]string, []error) {
	switch {
	case len(words) == 1 && words[0] == "kubernetes":
		return kubernetes.Check(os.Stdin)
	case len(words) > 1 && words[0] == "compose":
		seen, err := compose.Check(words[1], words[2:])
		if err != nil {
			return nil, []error{err}
		}
		return seen, nil
	case len(words) > 2 && words[0] == "dockerfile":
		var faults []error
		for _, app := range words[2:] {
			faults = append(faults, dockerfile.Check(words[1], app)...)
		}
		return nil, faults
	}
	return nil, []error{errors.New("usage: deploy-check kubernetes | compose <file> [NAME=value …] | dockerfile <file> <app> …")}
}
