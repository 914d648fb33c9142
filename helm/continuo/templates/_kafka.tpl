{{/* What every Strimzi resource carries. */}}
{{- define "continuo.strimzi.labels" -}}
strimzi.io/cluster: {{ .Values.kafka.strimzi.cluster }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "continuo.strimzi.namespace" -}}
{{ default .Release.Namespace .Values.kafka.strimzi.namespace }}
{{- end }}
