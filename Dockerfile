# Two stages: what is needed to install stays behind in the first.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/relaybot
# Dependencies before source: a change of the source leaves this layer as it is.
COPY requirements.lock .
RUN /opt/relaybot/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY relaybot relaybot
RUN /opt/relaybot/bin/pip install --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin relaybot \
    && install -d -o relaybot -g relaybot /app /data
COPY --from=build /opt/relaybot /opt/relaybot
# Settings and another directory are mounted over this: /app/config/relaybot.toml, /app/config/chapters.
COPY config/chapters /app/config/chapters
WORKDIR /app
ENV PATH=/opt/relaybot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    RELAYBOT_DATABASE_URL=sqlite:////data/relaybot.db \
    RELAYBOT_WEB_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
USER relaybot
# python, because the image has no curl. Who changes RELAYBOT_WEB_LISTEN changes this with it.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/healthz', timeout=8)"]
CMD ["relaybot", "run"]
