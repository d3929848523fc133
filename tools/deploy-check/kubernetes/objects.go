package kubernetes

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
)

// strict refuses unknown and doubled members, as `kubectl apply --validate=strict` has the API server do.
var strict = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDeserializer()

// object is one rendered manifest: as it was written, and as the API server holds it after its defaults.
type object struct {
	name    string
	written runtime.Object
	held    runtime.Object
}

// readAll reads a stream of YAML documents. Objects of other people's kinds are checked and left out of the answer.
func readAll(stream io.Reader) ([]object, []error) {
	raw, err := io.ReadAll(stream)
	if err != nil {
		return nil, []error{err}
	}
	var objects []object
	var faults []error
	documents := yaml.NewDocumentDecoder(io.NopCloser(bytes.NewReader(raw)))
	buffer := make([]byte, len(raw)+1)
	for {
		size, err := documents.Read(buffer)
		if errors.Is(err, io.EOF) {
			return objects, faults
		}
		if err != nil {
			return nil, append(faults, err)
		}
		document := bytes.Clone(buffer[:size])
		if isEmpty(document) {
			continue
		}
		read, err := readOne(document)
		if err != nil {
			faults = append(faults, err)
		} else if read != nil {
			objects = append(objects, *read)
		}
	}
}

func readOne(document []byte) (*object, error) {
	if known, err := checkForeign(document); known {
		return nil, err
	}
	written, kind, err := strict.Decode(document, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", firstLine(document), err)
	}
	about, err := meta.Accessor(written)
	if err != nil {
		return nil, err
	}
	if about.GetNamespace() == "" {
		about.SetNamespace("default")
	}
	filled := written.DeepCopyObject()
	legacyscheme.Scheme.Default(filled)
	held, err := legacyscheme.Scheme.ConvertToVersion(filled, runtime.InternalGroupVersioner)
	if err != nil {
		return nil, err
	}
	return &object{name: kind.Kind + " " + about.GetName(), written: filled, held: held}, nil
}

// isEmpty says whether a document holds comments alone: a template of which nothing is wanted.
func isEmpty(document []byte) bool {
	for line := range bytes.Lines(document) {
		text := bytes.TrimSpace(line)
		if len(text) > 0 && text[0] != '#' && !bytes.Equal(text, []byte("---")) {
			return false
		}
	}
	return true
}

// firstLine is where Helm says which template a document comes from.
func firstLine(document []byte) string {
	for line := range bytes.Lines(document) {
		if text := bytes.TrimSpace(line); len(text) > 0 && !bytes.Equal(text, []byte("---")) {
			return string(text)
		}
	}
	return "an empty document"
}
