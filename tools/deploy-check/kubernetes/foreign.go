package kubernetes

import (
	"fmt"

	certificates "github.com/cert-manager/cert-manager/pkg/apis/certmanager/v1"
	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"sigs.k8s.io/yaml"
)

// foreign are the kinds of other projects that the chart can make, by "apiVersion kind".
var foreign = map[string]func() any{
	"cert-manager.io/v1 Certificate":          func() any { return &certificates.Certificate{} },
	"monitoring.coreos.com/v1 ServiceMonitor": func() any { return &monitoring.ServiceMonitor{} },
	"monitoring.coreos.com/v1 PrometheusRule": func() any { return &monitoring.PrometheusRule{} },
}

// checkForeign answers whether it knows the kind, and then what is wrong: a member that the project's own types do not have.
func checkForeign(document []byte) (bool, error) {
	var kind struct{ APIVersion, Kind string }
	if err := yaml.Unmarshal(document, &kind); err != nil {
		return true, fmt.Errorf("%s: %w", firstLine(document), err)
	}
	made, known := foreign[kind.APIVersion+" "+kind.Kind]
	if !known {
		return false, nil
	}
	if err := yaml.UnmarshalStrict(document, made()); err != nil {
		return true, fmt.Errorf("%s: %w", firstLine(document), err)
	}
	return true, nil
}
