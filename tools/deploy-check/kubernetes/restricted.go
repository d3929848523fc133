package kubernetes

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

var standard = api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}

// podOf is the pod that an object makes, if it makes any.
func podOf(one object) (*metav1.ObjectMeta, *corev1.PodSpec) {
	switch of := one.written.(type) {
	case *appsv1.Deployment:
		return &of.Spec.Template.ObjectMeta, &of.Spec.Template.Spec
	case *corev1.Pod:
		return &of.ObjectMeta, &of.Spec
	}
	return nil, nil
}

// restricted says why a namespace with the label pod-security.kubernetes.io/enforce=restricted would not take its pods.
func restricted(one object) []error {
	about, pod := podOf(one)
	if pod == nil {
		return nil
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return []error{err}
	}
	var faults []error
	for _, result := range evaluator.EvaluatePod(standard, about, pod) {
		if !result.Allowed {
			faults = append(faults, fmt.Errorf("%s: %s: %s", one.name, result.ForbiddenReason, result.ForbiddenDetail))
		}
	}
	return faults
}
