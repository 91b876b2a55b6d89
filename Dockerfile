# withings-sync in a container (docs/containers.md).
#   docker build -t withings-sync .                          the usual one: no root, everything it keeps in /config
#   docker build -t withings-sync:compat --target compat .   as the Python tool's image is used: root, HOME=/root, crond

FROM mcr.microsoft.com/dotnet/sdk:10.0-alpine AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src src
COPY simulator simulator
RUN dotnet publish src/WithingsSync.Cli --configuration Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine AS runtime
RUN apk add --no-cache sqlite-libs tzdata
COPY --from=build /app /app
RUN ln -s /app/withings-sync /usr/local/bin/withings-sync
# No debugging socket in /tmp, so that the file system may be read-only.
ENV DOTNET_EnableDiagnostics=0

# Alpine's shell knows $RANDOM and its crond reads /etc/crontabs, as the Python tool's instructions want them.
FROM runtime AS compat
USER root
ENV HOME=/root
WORKDIR /root
ENTRYPOINT ["withings-sync"]

# The last one is the default.
FROM runtime AS standard
# The user that the base image brings along: 1654.
RUN install -d -o "$APP_UID" -g "$APP_UID" -m 0700 /config
USER $APP_UID
ENV HOME=/config \
    WITHINGS_SYNC_CONFIG=/config
WORKDIR /config
VOLUME /config
HEALTHCHECK --interval=5m --timeout=10s --start-period=2m CMD ["withings-sync", "health"]
ENTRYPOINT ["withings-sync"]
