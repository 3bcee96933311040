# mockod as a service container; docs/container.md tells how it is used.
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS build
# "[images]" adds Pillow, which makes thumbnails of documents.
ARG EXTRAS=""
COPY . /src
RUN python3 -m venv /opt/mockod \
    && /opt/mockod/bin/pip install --no-cache-dir "/src${EXTRAS}" \
    && /opt/mockod/bin/pip uninstall --yes --quiet pip setuptools

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="mockod" \
    org.opencontainers.image.description="The Open Dental REST API on your laptop: an offline stand-in for tests and CI" \
    org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/mockod /opt/mockod
COPY --chmod=755 deploy/entrypoint /usr/local/bin/mockod-entrypoint
# Any user may keep offices in data, whatever number the cluster gives it; nothing else is ever written.
RUN mkdir -p /mockod/ready.d /mockod/data && chmod 1777 /mockod/data
ENV PATH=/opt/mockod/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MOCKOD_HOST=0.0.0.0 \
    MOCKOD_READY_DIR=/mockod/ready.d
WORKDIR /mockod
EXPOSE 30222
# By number, so that Kubernetes sees that it is not root.
USER 10001
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 CMD ["mockod", "health"]
ENTRYPOINT ["mockod-entrypoint"]
CMD ["serve"]
