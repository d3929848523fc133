package kubernetes

import (
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// references says which objects speak of something that is not among them: an API server takes those, and nothing works.
func references(objects []object) []error {
	var faults []error
	fault := func(one object, format string, values ...any) {
		faults = append(faults, fmt.Errorf("%s: "+format, append([]any{one.name}, values...)...))
	}
	for _, one := range objects {
		switch of := one.written.(type) {
		case *corev1.Service:
			pods := chosen(objects, labels.SelectorFromSet(of.Spec.Selector))
			if len(pods) != 1 {
				fault(one, "selects the pods of %d deployments, not of one", len(pods))
			}
			for _, port := range of.Spec.Ports {
				if len(pods) == 1 && !hasPort(pods[0], port.TargetPort.StrVal) {
					fault(one, "its pods have no port %q", port.TargetPort.StrVal)
				}
			}
		case *policyv1.PodDisruptionBudget:
			if selector, err := metav1.LabelSelectorAsSelector(of.Spec.Selector); err != nil || len(chosen(objects, selector)) != 1 {
				fault(one, "does not select the pods of one deployment")
			}
		case *autoscalingv2.HorizontalPodAutoscaler:
			if !has(objects, "Deployment "+of.Spec.ScaleTargetRef.Name) {
				fault(one, "scales %s, which is not there", of.Spec.ScaleTargetRef.Name)
			}
		case *networkingv1.Ingress:
			for _, rule := range of.Spec.Rules {
				for _, path := range rule.HTTP.Paths {
					if !has(objects, "Service "+path.Backend.Service.Name) {
						fault(one, "leads to %s, which is not there", path.Backend.Service.Name)
					}
				}
			}
		case *networkingv1.NetworkPolicy:
			if selector, err := metav1.LabelSelectorAsSelector(&of.Spec.PodSelector); err != nil || len(podsOf(objects, selector)) == 0 {
				fault(one, "selects no pods")
			}
		case *appsv1.Deployment:
			if account := of.Spec.Template.Spec.ServiceAccountName; !has(objects, "ServiceAccount "+account) {
				fault(one, "runs as %s, which is not there", account)
			}
		}
	}
	return faults
}

func chosen(objects []object, selector labels.Selector) []*corev1.PodSpec {
	var pods []*corev1.PodSpec
	for _, one := range objects {
		if of, is := one.written.(*appsv1.Deployment); is && selector.Matches(labels.Set(of.Spec.Template.Labels)) {
			pods = append(pods, &of.Spec.Template.Spec)
		}
	}
	return pods
}

func podsOf(objects []object, selector labels.Selector) []*corev1.PodSpec {
	var pods []*corev1.PodSpec
	for _, one := range objects {
		if about, pod := podOf(one); pod != nil && selector.Matches(labels.Set(about.Labels)) {
			pods = append(pods, pod)
		}
	}
	return pods
}

func hasPort(pod *corev1.PodSpec, name string) bool {
	return slices.ContainsFunc(pod.Containers, func(container corev1.Container) bool {
		return slices.ContainsFunc(container.Ports, func(port corev1.ContainerPort) bool { return port.Name == name })
	})
}

func has(objects []object, name string) bool {
	return slices.ContainsFunc(objects, func(one object) bool { return one.name == name })
}
