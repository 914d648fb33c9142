{{/*
What the chart knows of each service: on the bus, watches it without a part in it, keeps something about persons. The
console's port is what the public reaches, so its metrics have another one.
*/}}
{{- define "continuo.catalogue" -}}
customer-data-platform: { port: 8103, bus: true }
orchestrator: { port: 8105, bus: true, personal: true }
collaboration: { port: 8104, bus: true, personal: true }
contact-centre: { port: 8102, bus: true, personal: true }
crm: { port: 8101, bus: true, personal: true }
operations: { port: 8106, bus: true, personal: true }
console: { port: 8080, metricsPort: 9464, bus: false, watches: true }
{{- end }}

{{/*
The enabled services as a YAML map: the defaults, what services.<name> says otherwise, and port and bus. Takes the root.
Refuses two scalers on one Deployment: they would undo each other's work.
*/}}
{{- define "continuo.services" -}}
{{- $root := . -}}
{{- $services := dict -}}
{{- range $name, $known := include "continuo.catalogue" . | fromYaml -}}
{{- $own := get $root.Values.services $name | default dict -}}
{{- $service := mergeOverwrite (deepCopy $root.Values.defaults) (deepCopy $own) -}}
{{- if ne (get $own "enabled" | toString) "false" -}}
{{- if and $service.autoscaling.hpa.enabled $service.autoscaling.keda.enabled -}}
{{- fail (printf "services.%s.autoscaling: hpa and keda are both enabled; two scalers undo each other's work, choose one" $name) -}}
{{- end -}}
{{- if and $service.autoscaling.keda.enabled (not $known.bus) -}}
{{- fail (printf "services.%s.autoscaling.keda: this service reads no topic, so there is no lag to scale by" $name) -}}
{{- end -}}
{{- $_ := set $services $name (merge (dict "port" (int $known.port) "metricsPort" (int $known.metricsPort) "bus" $known.bus "watches" (default false $known.watches) "personal" (default false $known.personal)) $service) -}}
{{- end -}}
{{- end -}}
{{ toYaml $services }}
{{- end }}
