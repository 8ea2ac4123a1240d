# syntax=docker/dockerfile:1
# The build stage makes a static binary; the final stage holds that, an empty
# data folder and nothing else. CI builds the final stage from a folder in
# place of the build stage: see "make image".
FROM golang:1.26.11 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/attune ./cmd/attune \
 && mkdir /out/data

FROM scratch
COPY --from=build /out/attune /attune
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV ATTUNE_ADDR=0.0.0.0:8080 \
    ATTUNE_ADMIN_ADDR= \
    ATTUNE_DB=/data/attune.db
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s CMD ["/attune", "health"]
ENTRYPOINT ["/attune"]
CMD ["serve"]
