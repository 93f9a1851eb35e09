# One static binary and ffmpeg, for videos. Build: docker build -t plaudit .
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY media/nolibraries/ media/nolibraries/
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /out/plaudit ./server \
 && mkdir -p /out/data

FROM debian:trixie-slim
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ffmpeg \
 && rm -rf /var/lib/apt/lists/*
# Time zones are in the binary; certificates are for outgoing calls. What little
# is temporary lands in the volume.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/plaudit /usr/bin/plaudit
# 65532 is the customary "nonroot". The volume takes over this owner.
COPY --from=build --chown=65532:65532 --chmod=0700 /out/data /data
USER 65532:65532
ENV PLAUDIT_DATA=/data PLAUDIT_LISTEN=:8080 TMPDIR=/data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s --retries=3 CMD ["/usr/bin/plaudit", "healthcheck"]
ENTRYPOINT ["/usr/bin/plaudit"]
CMD ["serve"]
