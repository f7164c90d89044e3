FROM python:3.11-slim
RUN useradd --create-home app && install --directory --owner app --group app /home/app/data
WORKDIR /app
# PIP_ARGS: where your mirror or index serves the CPU build of torch; the default build brings gigabytes of GPU libraries.
ARG PIP_ARGS=""
COPY constraints.txt requirements-hashed.txt ./
RUN pip install --no-cache-dir $PIP_ARGS --require-hashes --no-deps --requirement requirements-hashed.txt
# The build of torch depends on the index, so no hash holds it: its version and those of its GPU libraries do.
RUN pip install --no-cache-dir $PIP_ARGS --constraint constraints.txt torch
COPY . .
RUN pip install --no-cache-dir --no-index --no-deps --no-build-isolation . && pip check
USER app
# A proxy on the host calls through Docker's own network: who is asking is what it says.
ENV AM_HOST=0.0.0.0 AM_DATA_DIR=/home/app/data AM_TRUSTED_PROXIES=127.0.0.1,::1,172.16.0.0/12
VOLUME /home/app/data
EXPOSE 7860
HEALTHCHECK --start-period=60s CMD python -c "import os, urllib.request as u; u.urlopen('http://127.0.0.1:%s/health/live' % (os.environ.get('AM_PORT') or 7860))"
CMD ["assistant-medical", "serve"]
