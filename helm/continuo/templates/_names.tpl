{{/* Names and labels. Each takes (dict "root" $ "name" "crm"), unless it takes the root alone. */}}

{{- define "continuo.resourceName" -}}
{{- if gt (len .root.Release.Name) 30 }}{{ fail "the release's name is longer than 30 characters: names made from it would not fit" }}{{ end -}}
{{ .root.Release.Name }}-{{ .name }}
{{- end }}

{{/* What selects the pods of one part; never changes for a Deployment that exists. */}}
{{- define "continuo.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "continuo.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{ include "continuo.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: continuo
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end }}

{{- define "continuo.image" -}}
{{- $image := .Values.image -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ default .Chart.AppVersion $image.tag }}
{{- end -}}
{{- end }}

{{/* Its own Secret, made before the release by whoever keeps secrets. */}}
{{- define "continuo.secretName" -}}
{{ default (printf "%s-secrets" (include "continuo.resourceName" .)) .service.existingSecret }}
{{- end }}

{{/* A selector of several parts of this release. Takes (dict "root" $ "parts" (list …)). */}}
{{- define "continuo.parts" -}}
matchLabels:
  app.kubernetes.io/name: {{ .root.Chart.Name }}
  app.kubernetes.io/instance: {{ .root.Release.Name }}
matchExpressions:
  - key: app.kubernetes.io/component
    operator: In
    values: [{{ join ", " .parts }}]
{{- end }}
