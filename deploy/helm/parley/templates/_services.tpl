{{/*
What each service is, said once: deployments, services and network policies are made from it.
  grpc     its port; 0 = it serves none
  calls    services whose gRPC it calls
  engines  what it stores in
  shares   folders of the shared volume
  outside  whether it calls addresses outside the cluster
*/}}
{{- define "parley.services" -}}
gateway: { grpc: 0, calls: [security, chat, state-engine], engines: [redis], shares: [], outside: false }
chat: { grpc: 50052, calls: [security, state-engine], engines: [kafka, mongodb, redis], shares: [blobs], outside: true }
state-engine: { grpc: 50051, calls: [security, adaptors, model-orchestrator], engines: [kafka, postgres, redis], shares: [], outside: false }
model-orchestrator: { grpc: 50053, calls: [], engines: [], shares: [], outside: true }
adaptors: { grpc: 50054, calls: [], engines: [], shares: [], outside: true }
security: { grpc: 50055, calls: [chat], engines: [postgres, redis], shares: [blobs, erasures], outside: false }
{{- end -}}

{{/* The setting that says where a service is. */}}
{{- define "parley.targets" -}}
security: SECURITY_TARGET
chat: CHAT_TARGET
state-engine: ENGINE_TARGET
adaptors: ADAPTORS_TARGET
model-orchestrator: MODELS_TARGET
{{- end -}}
