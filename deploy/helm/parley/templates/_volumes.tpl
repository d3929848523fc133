{{/* What a service mounts, and from where. Given: root, name, is. */}}
{{- define "parley.mounts" -}}
- { name: tmp, mountPath: /tmp }
{{- if .root.Values.mutualTls.enabled }}
- { name: tls, mountPath: /etc/parley/tls, readOnly: true }
{{- end }}
{{- if and .is.engines .root.Values.engineAuthorities.existingSecret }}
- { name: engines, mountPath: /etc/parley/engines, readOnly: true }
{{- end }}
{{- range .is.shares }}
- { name: shared, mountPath: "/var/lib/parley/{{ . }}", subPath: {{ . }} }
{{- end }}
{{- if eq .name "security" }}
- { name: root-key, mountPath: /run/parley, readOnly: true }
{{- end }}
{{- end -}}

{{- define "parley.volumes" -}}
- { name: tmp, emptyDir: { sizeLimit: 64Mi } }
{{- if .root.Values.mutualTls.enabled }}
- { name: tls, secret: { secretName: {{ include "parley.certificate" . }}, defaultMode: 0440 } }
{{- end }}
{{- if and .is.engines .root.Values.engineAuthorities.existingSecret }}
- { name: engines, secret: { secretName: {{ .root.Values.engineAuthorities.existingSecret }}, defaultMode: 0440 } }
{{- end }}
{{- if .is.shares }}
- { name: shared, persistentVolumeClaim: { claimName: {{ .root.Values.shared.existingClaim | default (printf "%s-shared" (include "parley.name" .root)) }} } }
{{- end }}
{{- if eq .name "security" }}
{{- with .root.Values.secrets.rootKey }}
- { name: root-key-secret, secret: { secretName: {{ .existingSecret }}, defaultMode: 0440, items: [{ key: {{ .key }}, path: root.key }] } }
{{- end }}
- { name: root-key, emptyDir: { medium: Memory, sizeLimit: 1Mi } }
{{- end }}
{{- end -}}
