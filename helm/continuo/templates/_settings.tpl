{{/* What a service is told in clear, as a YAML map: its ConfigMap, and its migration Job, which runs before that exists. */}}
{{- define "continuo.settings" -}}
{{- $values := .root.Values -}}
{{- $root := .root -}}
NODE_ENV: production
HOST: '0.0.0.0'
PORT: {{ .service.port | toString | quote }}
{{- with int .service.metricsPort }}
METRICS_PORT: {{ . | toString | quote }}
{{- end }}
PUBLIC_URL: {{ required "publicUrl is required: where customers and staff reach the console" $values.publicUrl | quote }}
HTTP_TRUSTED_PROXIES: {{ join "," $values.trustedProxies | quote }}
STOP_GRACE_MS: {{ mul .service.stopGraceSeconds 1000 | toString | quote }}
LOG_LEVEL: {{ $values.telemetry.logLevel }}
LOG_FORMAT: json
OTEL_TRACES_SAMPLER_ARG: {{ $values.telemetry.samplingRatio | toString | quote }}
{{- with $values.telemetry.otlpEndpoint }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ . | quote }}
{{- end }}
OIDC_ISSUER: {{ required "oidc.issuer is required: the issuer whose tokens are believed" $values.oidc.issuer | quote }}
OIDC_AUDIENCE: {{ $values.oidc.audience | quote }}
OIDC_ALGORITHMS: {{ join "," $values.oidc.algorithms | quote }}
OIDC_ROLES_CLAIM: {{ $values.oidc.rolesClaim | quote }}
OIDC_CLIENT_ID: {{ .name }}
{{- with $values.oidc.jwksUrl }}
OIDC_JWKS_URL: {{ . | quote }}
{{- end }}
{{- if .service.bus }}
DATABASE_POOL_SIZE: {{ .service.databasePoolSize | toString | quote }}
{{- end }}
{{- if or .service.bus .service.watches }}
{{ include "continuo.busSettings" .root }}
{{- end }}
{{- if eq .name "console" }}
OIDC_CONSOLE_CLIENT_ID: {{ $values.oidc.consoleClientId | quote }}
OIDC_SCOPES: {{ join "," $values.oidc.scopes | quote }}
SESSION_MINUTES: {{ $values.oidc.sessionMinutes | toString | quote }}
{{- end }}
{{- $personal := list -}}
{{- range $name, $other := include "continuo.services" .root | fromYaml }}
{{- $url := printf "http://%s:%d" (include "continuo.resourceName" (dict "root" $root "name" $name)) (int $other.port) }}
{{- if $other.personal }}{{ $personal = append $personal (printf "%s=%s" $name $url) }}{{ end }}
{{ $name | upper | replace "-" "_" }}_URL: {{ $url }}
{{- end }}
{{- if eq .name "customer-data-platform" }}
# Asked and told of an erasure.
PERSONAL_DATA_SERVICES: {{ join "," $personal | quote }}
{{- end }}
{{- end }}

{{/* Where broker and registry are: for services, release steps and the test. Takes the root. */}}
{{- define "continuo.busSettings" -}}
{{- $kafka := .Values.kafka -}}
{{- if not $kafka.brokers }}{{ $_ := required "kafka.brokers is required: host:port of one or more brokers" "" }}{{ end -}}
KAFKA_BROKERS: {{ join "," $kafka.brokers | quote }}
KAFKA_TOPIC_PREFIX: {{ $kafka.topicPrefix | quote }}
KAFKA_TLS: {{ $kafka.tls.enabled | toString | quote }}
KAFKA_SASL_MECHANISM: {{ $kafka.sasl.mechanism }}
SCHEMA_REGISTRY_URL: {{ required "schemaRegistry.url is required: the registry's Confluent interface" .Values.schemaRegistry.url | quote }}
{{- end }}

{{/*
Settings, with what services.<name>.env says last. Takes root, name, service. A file identity.yaml under
services.<name>.files is named by a variable of env, e.g. IDENTITY_RULES_FILE: /etc/continuo/identity.yaml.
*/}}
{{- define "continuo.allSettings" -}}
{{- $settings := include "continuo.settings" . | fromYaml -}}
{{- range $key, $value := .service.env -}}
{{- $_ := set $settings $key (toString $value) -}}
{{- end -}}
{{ toYaml $settings }}
{{- end }}

{{/* A map of settings as a container's env. Takes the map. */}}
{{- define "continuo.envList" -}}
{{- range $key, $value := . }}
- name: {{ $key }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{/* Credentials for broker and registry as env. Takes (dict "root" $ "user" <KafkaUser's name or ""> "secret" <name or "">). */}}
{{- define "continuo.busCredentials" -}}
{{- $kafka := .root.Values.kafka -}}
{{- $registry := .root.Values.schemaRegistry -}}
{{- if and $kafka.tls.enabled $kafka.tls.existingSecret }}
{{- range $variable, $key := dict "KAFKA_TLS_CA" $kafka.tls.caKey "KAFKA_TLS_CERT" $kafka.tls.certKey "KAFKA_TLS_KEY" $kafka.tls.keyKey }}
{{- if $key }}
{{ include "continuo.secretEnv" (dict "variable" $variable "secret" $kafka.tls.existingSecret "key" $key) }}
{{- end }}
{{- end }}
{{- end }}
{{- if ne $kafka.sasl.mechanism "none" }}
{{- if .secret }}
{{ include "continuo.secretEnv" (dict "variable" "KAFKA_SASL_USERNAME" "secret" .secret "key" $kafka.sasl.usernameKey) }}
{{ include "continuo.secretEnv" (dict "variable" "KAFKA_SASL_PASSWORD" "secret" .secret "key" $kafka.sasl.passwordKey) }}
{{- else if .user }}
- name: KAFKA_SASL_USERNAME
  value: {{ .user }}
{{ include "continuo.secretEnv" (dict "variable" "KAFKA_SASL_PASSWORD" "secret" .user "key" "password") }}
{{- else }}
{{- $_ := required "kafka.sasl.existingSecret is required with kafka.sasl.mechanism: a Secret with a user name and a password" "" }}
{{- end }}
{{- end }}
{{- if $registry.existingSecret }}
{{ include "continuo.secretEnv" (dict "variable" "SCHEMA_REGISTRY_USERNAME" "secret" $registry.existingSecret "key" $registry.usernameKey) }}
{{ include "continuo.secretEnv" (dict "variable" "SCHEMA_REGISTRY_PASSWORD" "secret" $registry.existingSecret "key" $registry.passwordKey) }}
{{- end }}
{{- end }}

{{- define "continuo.secretEnv" -}}
- name: {{ .variable }}
  valueFrom:
    secretKeyRef: { name: {{ .secret }}, key: {{ .key }} }
{{- end }}

{{/* The credentials of one service: its own Kafka user, Strimzi's, or the one that all share. Takes root, name, service. */}}
{{- define "continuo.serviceCredentials" -}}
{{- $kafka := .root.Values.kafka -}}
{{- $user := "" -}}
{{- $secret := .service.kafkaSecret | default "" -}}
{{- if and $kafka.strimzi.users (not $secret) -}}
{{- if ne $kafka.sasl.mechanism "scram-sha-512" }}{{ fail "kafka.strimzi.users makes users of scram-sha-512: set kafka.sasl.mechanism to it" }}{{ end -}}
{{- if and $kafka.strimzi.namespace (ne $kafka.strimzi.namespace .root.Release.Namespace) -}}
{{- fail (printf "services.%s.kafkaSecret is required: Strimzi keeps its users' Secrets in namespace %s, copy them here" .name $kafka.strimzi.namespace) -}}
{{- end -}}
{{- $user = include "continuo.resourceName" . -}}
{{- end -}}
{{- if not $user }}{{ $secret = default $kafka.sasl.existingSecret $secret }}{{ end -}}
{{ include "continuo.busCredentials" (dict "root" .root "user" $user "secret" $secret) }}
{{- end }}

{{/* Where a service's container has its variables from: ConfigMap, Secret, further sources. Takes root, name, service. */}}
{{- define "continuo.environment" -}}
envFrom:
  - configMapRef: { name: {{ include "continuo.resourceName" . }} }
  {{- include "continuo.secretSources" . | nindent 2 }}
{{- end }}

{{- define "continuo.secretSources" -}}
- secretRef: { name: {{ include "continuo.secretName" . }} }
{{- with .service.envFrom }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The credentials of release steps and of the test: a user that may make topics and read them. Takes the root. */}}
{{- define "continuo.stepCredentials" -}}
{{- $secret := default .Values.kafka.sasl.existingSecret .Values.releaseSteps.kafkaSecret -}}
{{ include "continuo.busCredentials" (dict "root" . "user" "" "secret" $secret) | trim }}
{{- end }}
