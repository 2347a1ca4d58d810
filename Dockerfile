# The wheel is built where the development tools are, and they stay there.
FROM python:3.13-slim AS build
WORKDIR /build
COPY constraints.txt ./
RUN pip install --no-cache-dir --require-hashes -r constraints.txt
COPY pyproject.toml README.md ./
COPY service ./service
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.13-slim
RUN useradd --system --no-create-home --home-dir /app scribe && install -d -o scribe -g scribe -m 700 /data
WORKDIR /app
# Dependencies before code: a change of the code leaves this layer as it was.
COPY constraints-runtime.txt ./
RUN pip install --no-cache-dir --require-hashes -r constraints-runtime.txt
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-cache-dir --no-deps /wheels/*.whl
COPY models ./models

USER scribe
# Inside a container the outside is reached through a published port alone, so every address is answered. The server
# does not start there until a token exists. With the same volume, make one first:
#   docker run --rm -v scribe-assist:/data scribe-assist scribe-assist tokens create --role scribe --name NAME
# A container's log is read by what collects logs: see SCRIBE_ASSIST_LOG_FORMAT.
ENV SCRIBE_ASSIST_HOST=0.0.0.0 SCRIBE_ASSIST_PORT=8000 SCRIBE_ASSIST_LOG_FORMAT=json
# What is stored, and the key that opens it, outlive the container where a volume is mounted here.
ENV SCRIBE_ASSIST_DATABASE_URL=sqlite:////data/scribe-assist.db SCRIBE_ASSIST_KEY_FILE=/data/scribe-assist.keys
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["python", "-c", \
    "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["scribe-assist", "serve"]
