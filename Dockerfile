FROM python:3.11-slim
RUN useradd --create-home app && install --directory --owner app --group app /home/app/data
WORKDIR /app
COPY pyproject.toml constraints.txt README.md ./
COPY rules rules
COPY corpus corpus
COPY rag rag
COPY assistant assistant
COPY ui ui
COPY eval eval
# PIP_ARGS: where your mirror or index serves the CPU build of torch; the default build brings gigabytes of GPU libraries.
ARG PIP_ARGS=""
RUN pip install --no-cache-dir --constraint constraints.txt $PIP_ARGS .
USER app
ENV AM_HOST=0.0.0.0 AM_DATA_DIR=/home/app/data
VOLUME /home/app/data
EXPOSE 7860
HEALTHCHECK --start-period=60s CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/health/live')"
CMD ["assistant-medical", "serve"]
