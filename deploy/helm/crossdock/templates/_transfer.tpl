{{- define "crossdock.labels" -}}
app.kubernetes.io/name: crossdock
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "crossdock.name" -}}
{{ printf "crossdock-%s" .Release.Name | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- /* The specification of a Job: the same for one that runs once and for those of a schedule. */ -}}
{{- define "crossdock.transfer" -}}
backoffLimit: {{ .Values.retries }}
activeDeadlineSeconds: {{ .Values.deadlineSeconds }}
podFailurePolicy:
  rules:
    # What cannot succeed by trying again: the exit codes of `crossdock cp --help`.
    - action: FailJob
      onExitCodes:
        containerName: crossdock
        operator: In
        values: [2, 3, 4, 5, 6, 9]
template:
  metadata:
    labels:
      {{- include "crossdock.labels" . | nindent 6 }}
  spec:
    restartPolicy: Never
    {{- with .Values.serviceAccountName }}
    serviceAccountName: {{ . }}
    {{- else }}
    automountServiceAccountToken: false
    {{- end }}
    enableServiceLinks: false
    securityContext:
      runAsNonRoot: true
      runAsUser: 65532
      runAsGroup: 65532
      fsGroup: 65532
      seccompProfile:
        type: RuntimeDefault
    containers:
      - name: crossdock
        image: {{ printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) | quote }}
        imagePullPolicy: {{ .Values.image.pullPolicy }}
        # The image's entry point with sizes put in; their sum stays below the limit.
        command:
          - /opt/crossdock/runtime/bin/java
          - '@/opt/crossdock/crossdock.args'
          - -Xmx{{ add .Values.memoryMiB 28 }}m
          - -XX:MaxMetaspaceSize=45m
          - -XX:ReservedCodeCacheSize=13m
          - -XX:MaxDirectMemorySize=8m
          - dev.crossdock.cli.Main
        args:
          - cp
          - --json
          {{- range .Values.options }}
          - {{ . | quote }}
          {{- end }}
          - {{ .Values.source.path | quote }}
          {{- with .Values.target.key }}
          - {{ printf "s3://%s/%s" $.Values.target.bucket . | quote }}
          {{- end }}
        env:
          - name: SFTP_HOST
            value: {{ .Values.source.host | quote }}
          - name: SFTP_PORT
            value: {{ .Values.source.port | quote }}
          - name: SFTP_USER
            value: {{ .Values.source.user | quote }}
          - name: S3_BUCKET
            value: {{ .Values.target.bucket | quote }}
          - name: AWS_REGION
            value: {{ .Values.target.region | quote }}
          {{- with .Values.target.endpoint }}
          - name: S3_ENDPOINT_URL
            value: {{ . | quote }}
          {{- end }}
          {{- with .Values.pushGateway }}
          - name: PUSH_GATEWAY
            value: {{ . | quote }}
          # A pod's name is another each time, and the Pushgateway would keep a group for each.
          - name: CROSSDOCK_PUSH_INSTANCE
            value: {{ $.Release.Name | quote }}
          {{- end }}
          - name: CROSSDOCK_MEMORY
            value: {{ printf "%dMiB" (int .Values.memoryMiB) }}
          - name: CROSSDOCK_KNOWN_HOSTS
            value: /secrets/sftp/known_hosts
          {{- if eq .Values.secrets.sftpKey "id" }}
          - name: CROSSDOCK_IDENTITY
            value: /secrets/sftp/id
          {{- else }}
          - name: CROSSDOCK_PASSWORD_FILE
            value: /secrets/sftp/password
          {{- end }}
        {{- with .Values.secrets.s3 }}
        envFrom:
          - secretRef:
              name: {{ . }}
        {{- end }}
        resources:
          requests:
            cpu: {{ .Values.cpu }}
            memory: {{ add .Values.memoryMiB 160 }}Mi
          limits:
            memory: {{ add .Values.memoryMiB 160 }}Mi
        securityContext:
          allowPrivilegeEscalation: false
          readOnlyRootFilesystem: true
          capabilities:
            drop:
              - ALL
        volumeMounts:
          - name: sftp
            mountPath: /secrets/sftp
            readOnly: true
    volumes:
      - name: sftp
        secret:
          secretName: {{ .Values.secrets.sftp }}
          defaultMode: 288
{{- end }}
