# The name of an image changes its contents; docs/install.md says how to pin its digest (BASE=python:3.11-slim@sha256:…).
ARG BASE=python:3.11-slim

FROM ${BASE} AS build
WORKDIR /build
RUN python -m venv /opt/app
# PIP_ARGS: where your mirror or index serves the CPU build of torch; the default build brings gigabytes of GPU libraries.
ARG PIP_ARGS=""
COPY constraints.txt requirements-hashed.txt ./
RUN /opt/app/bin/pip install --no-cache-dir $PIP_ARGS --require-hashes --no-deps --requirement requirements-hashed.txt
# The build of torch depends on the index, so no hash holds it: its version and those of its GPU libraries do.
RUN /opt/app/bin/pip install --no-cache-dir $PIP_ARGS --constraint constraints.txt torch
COPY . .
RUN /opt/app/bin/pip install --no-cache-dir --no-index --no-deps --no-build-isolation . && /opt/app/bin/pip check
# What installs and what builds has no place where the server runs.
RUN /opt/app/bin/pip uninstall --yes hatchling && rm -r /opt/app/lib/python3*/site-packages/pip*

FROM ${BASE}
RUN useradd --uid 1000 --create-home app && install --directory --owner app --group app /home/app/data
COPY --from=build /opt/app /opt/app
WORKDIR /home/app
USER 1000:1000
ENV PATH=/opt/app/bin:$PATH
# A proxy on the host calls through Docker's own network: who is asking is what it says.
ENV AM_HOST=0.0.0.0 AM_DATA_DIR=/home/app/data AM_TRUSTED_PROXIES=127.0.0.1,::1,172.16.0.0/12
VOLUME /home/app/data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD python -c "import os, urllib.request as u; u.urlopen('http://127.0.0.1:%s/health/live' % (os.environ.get('AM_PORT') or 7860), timeout=4)"
CMD ["assistant-medical", "serve"]
