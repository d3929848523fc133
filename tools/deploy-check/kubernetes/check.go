// Package kubernetes says what an API server would refuse, with the API server's own code: strict reading, defaults, validation,
// and the Pod Security Standard "restricted".
package kubernetes

import (
	"fmt"
	"io"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/apis/apps"
	appsvalidation "k8s.io/kubernetes/pkg/apis/apps/validation"
	"k8s.io/kubernetes/pkg/apis/autoscaling"
	autoscalingvalidation "k8s.io/kubernetes/pkg/apis/autoscaling/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	corevalidation "k8s.io/kubernetes/pkg/apis/core/validation"
	"k8s.io/kubernetes/pkg/apis/networking"
	networkingvalidation "k8s.io/kubernetes/pkg/apis/networking/validation"
	"k8s.io/kubernetes/pkg/apis/policy"
	policyvalidation "k8s.io/kubernetes/pkg/apis/policy/validation"
)

// Check reads rendered manifests and answers the names of each deployment's settings, and everything that is wrong.
func Check(stream io.Reader) (map[string][]string, []error) {
	objects, faults := readAll(stream)
	for _, one := range objects {
		for _, fault := range validate(one.held) {
			faults = append(faults, fmt.Errorf("%s: %w", one.name, fault))
		}
		faults = append(faults, restricted(one)...)
	}
	return settings(objects), append(faults, references(objects)...)
}

func settings(objects []object) map[string][]string {
	seen := map[string][]string{}
	for _, one := range objects {
		if of, is := one.held.(*apps.Deployment); is {
			for _, setting := range of.Spec.Template.Spec.Containers[0].Env {
				seen[of.Name] = append(seen[of.Name], setting.Name)
			}
		}
	}
	return seen
}

func validate(held runtime.Object) field.ErrorList {
	switch of := held.(type) {
	case *apps.Deployment:
		return appsvalidation.ValidateDeployment(of, corevalidation.PodValidationOptions{})
	case *core.Pod:
		return corevalidation.ValidatePodCreate(of, corevalidation.PodValidationOptions{})
	case *core.Service:
		// What the API server does when it gives addresses out, which here is none.
		of.Spec.ClusterIPs = given(of.Spec.ClusterIP)
		return corevalidation.ValidateServiceCreate(of)
	case *core.ServiceAccount:
		return corevalidation.ValidateServiceAccount(of)
	case *core.PersistentVolumeClaim:
		return corevalidation.ValidatePersistentVolumeClaim(of, corevalidation.ValidationOptionsForPersistentVolumeClaim(of, nil))
	case *autoscaling.HorizontalPodAutoscaler:
		return autoscalingvalidation.ValidateHorizontalPodAutoscaler(of, autoscalingvalidation.HorizontalPodAutoscalerSpecValidationOptions{})
	case *policy.PodDisruptionBudget:
		return policyvalidation.ValidatePodDisruptionBudget(of, policyvalidation.PodDisruptionBudgetValidationOptions{})
	case *networking.NetworkPolicy:
		return networkingvalidation.ValidateNetworkPolicy(of, networkingvalidation.NetworkPolicyValidationOptions{})
	case *networking.Ingress:
		return networkingvalidation.ValidateIngressCreate(of)
	}
	return field.ErrorList{field.Forbidden(field.NewPath("kind"), fmt.Sprintf("%T is no kind that the chart is meant to make", held))}
}

func given(address string) []string {
	if address == "" {
		return nil
	}
	return []string{address}
}
