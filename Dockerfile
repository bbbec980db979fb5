# One static binary on an empty image: no shell, no package, no user but a number.
#
#   docker build -t opendata .
#   docker run --read-only -p 8080:8080 opendata
#
# It writes nothing by itself. With a store of releases, mount that and name it in the
# configuration; only publish, cancel and withdraw need to write to it.
FROM golang:1.26 AS build
WORKDIR /src
# The modules change less often than the code, so they get a layer of their own.
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# .git is left out of the context, so there is no revision to stamp.
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags='-s -w' -o /opendata ./cmd/opendata

FROM scratch
# A store behind https needs the roots. Time zones are not needed: the service knows
# Japan's, which has no daylight saving, by itself.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /opendata /opendata

LABEL org.opencontainers.image.title="opendata" \
      org.opencontainers.image.description="八戸市デジタル推進計画 オープンデータ API" \
      org.opencontainers.image.vendor="八戸市"

# It listens on OPENDATA_ADDR, on all interfaces of the container.
ENV OPENDATA_ADDR=:8080
EXPOSE 8080

# A number, because an empty image has no list of users, and Kubernetes refuses names
# where it must not run as root.
USER 65532:65532

HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["/opendata", "health"]
ENTRYPOINT ["/opendata"]
CMD ["serve"]
