{{/* What every pod of this chart is: restricted, without a token, with a place for temporary files. */}}

{{/* Takes the root. */}}
{{- define "continuo.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  {{- with int .Values.security.runAsUser }}
  runAsUser: {{ . }}
  {{- end }}
  {{- with int .Values.security.runAsGroup }}
  runAsGroup: {{ . }}
  fsGroup: {{ . }}
  {{- end }}
  seccompProfile: { type: RuntimeDefault }
{{- end }}

{{/* Image and security of a container. Takes the root. */}}
{{- define "continuo.container" -}}
image: {{ include "continuo.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities: { drop: [ALL] }
  seccompProfile: { type: RuntimeDefault }
volumeMounts:
  - { name: tmp, mountPath: /tmp }
{{- end }}

{{- define "continuo.volumes" -}}
- name: tmp
  emptyDir: { sizeLimit: 64Mi }
{{- end }}

{{/* What makes a Job a step of the release: it runs before anything is replaced, and stays to be read when it failed. */}}
{{- define "continuo.hook" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end }}
