{{/*
A service's environment. Given: root, name, is (its line of parley.services), own (its values).
A service refuses PARLEY_ settings that it does not know: each is given its own and no other's.
*/}}
{{- define "parley.settings" -}}
{{- $values := .root.Values -}}
{{- $prefix := include "parley.name" .root -}}
{{- $targets := include "parley.targets" .root | fromYaml -}}
{{- $all := include "parley.services" .root | fromYaml -}}
- { name: PARLEY_LOG, value: {{ $values.log | quote }} }
- { name: PARLEY_DRAIN, value: "{{ $values.drainSeconds }}s" }
- { name: OPERATIONS_HOST, value: 0.0.0.0 }
- { name: OPERATIONS_PORT, value: {{ $values.operationsPort | quote }} }
{{- with $values.telemetry.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
{{- if $values.serviceMonitor.enabled }}
# Figures are scraped: told twice they would count twice.
- { name: OTEL_METRICS_EXPORTER, value: none }
{{- end }}
{{- end }}
{{- if .is.grpc }}
- { name: GRPC_HOST, value: 0.0.0.0 }
- { name: GRPC_PORT, value: {{ .is.grpc | quote }} }
{{- end }}
{{- if $values.mutualTls.enabled }}
- { name: GRPC_TLS_CERT, value: /etc/parley/tls/tls.crt }
- { name: GRPC_TLS_KEY, value: /etc/parley/tls/tls.key }
- { name: GRPC_TLS_CA, value: /etc/parley/tls/ca.crt }
{{- else }}
- { name: GRPC_PLAINTEXT, value: "true" }
{{- end }}
{{- range .is.calls }}
- { name: {{ index $targets . }}, value: "dns:///{{ $prefix }}-{{ . }}:{{ index $all . "grpc" }}" }
{{- end }}
{{- range .is.engines }}
{{ include (printf "parley.settings.%s" .) $ }}
{{- end }}
{{- if has "redis" .is.engines }}
- { name: PARLEY_INSTANCES, value: {{ include "parley.instances" .own | quote }} }
{{- end }}
{{- if has "blobs" .is.shares }}
- { name: PARLEY_BLOBS, value: /var/lib/parley/blobs }
{{- end }}
{{- if has "erasures" .is.shares }}
- { name: PARLEY_ERASURES, value: /var/lib/parley/erasures/erasures.jsonl }
{{- end }}
{{- if eq .name "gateway" }}
- { name: HOST, value: 0.0.0.0 }
- { name: PORT, value: "4000" }
{{- end }}
{{- if has .name (list "gateway" "chat") }}
{{- with $values.publicUrl | default (ternary (printf "https://%s" $values.ingress.host) "" $values.ingress.enabled) }}
- { name: PARLEY_PUBLIC_URL, value: {{ . | quote }} }
{{- end }}
{{- end }}
{{- if eq .name "security" }}
- { name: PARLEY_ROOT_KEY, value: /run/parley/root.key }
- name: PARLEY_PLATFORM_KEY
  valueFrom: { secretKeyRef: { name: {{ $values.secrets.platformKey.existingSecret }}, key: {{ $values.secrets.platformKey.key }} } }
{{- end }}
{{- range $name, $value := .own.settings }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end -}}

{{- define "parley.settings.postgres" -}}
{{- with .root.Values.secrets.postgres -}}
- name: DATABASE_URL
  valueFrom: { secretKeyRef: { name: {{ .existingSecret }}, key: {{ .urlKey }} } }
{{- end -}}
{{- end -}}

{{- define "parley.settings.mongodb" -}}
{{- $mongodb := .root.Values.mongodb -}}
{{- with .root.Values.secrets.mongodb -}}
- name: MONGODB_URL
  valueFrom: { secretKeyRef: { name: {{ .existingSecret }}, key: {{ .urlKey }} } }
{{- end }}
- { name: MONGODB_DATABASE, value: {{ $mongodb.database | quote }} }
{{- with .root.Values.engineAuthorities.mongodbKey }}
- { name: MONGODB_TLS_CA, value: "/etc/parley/engines/{{ . }}" }
{{- end }}
{{- end -}}

{{- define "parley.settings.redis" -}}
{{- with .root.Values.secrets.redis -}}
- name: REDIS_URL
  valueFrom: { secretKeyRef: { name: {{ .existingSecret }}, key: {{ .urlKey }} } }
{{- if .passwordKey }}
- name: REDIS_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ .existingSecret }}, key: {{ .passwordKey }} } }
{{- end }}
{{- end }}
{{- with .root.Values.engineAuthorities.redisKey }}
- { name: REDIS_TLS_CA, value: "/etc/parley/engines/{{ . }}" }
{{- end }}
{{- end -}}

{{- define "parley.settings.kafka" -}}
{{- $secret := .root.Values.secrets.kafka -}}
{{- with .root.Values.kafka -}}
- { name: KAFKA_BROKERS, value: {{ join "," .brokers | quote }} }
- { name: KAFKA_PARTITIONS, value: {{ .partitions | quote }} }
- { name: KAFKA_REPLICATION, value: {{ .replication | quote }} }
{{- if .topicPrefix }}
- { name: KAFKA_TOPIC_PREFIX, value: {{ .topicPrefix | quote }} }
{{- end }}
{{- if .tls }}
- { name: KAFKA_TLS, value: "true" }
{{- end }}
{{- if .sasl }}
- { name: KAFKA_SASL, value: {{ .sasl | quote }} }
- name: KAFKA_USERNAME
  valueFrom: { secretKeyRef: { name: {{ $secret.existingSecret }}, key: {{ $secret.usernameKey }} } }
- name: KAFKA_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ $secret.existingSecret }}, key: {{ $secret.passwordKey }} } }
{{- end }}
{{- end }}
{{- with .root.Values.engineAuthorities.kafkaKey }}
- { name: KAFKA_TLS_CA, value: "/etc/parley/engines/{{ . }}" }
{{- end }}
{{- end -}}
