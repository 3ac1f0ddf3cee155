"""OpenTelemetry: a span and a measured duration for each attempt of a call, and the trace handed on to Sinch.

`pip install "sinch[otel]"`, then `SinchClient(observers=[OpenTelemetryObserver()])`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from sinch._version import __version__

try:
    from opentelemetry import metrics, propagate, trace
except ImportError as _error:
    raise ImportError('sinch.otel needs opentelemetry-api: pip install "sinch[otel]"') from _error

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from opentelemetry.metrics import Histogram, MeterProvider
    from opentelemetry.propagators.textmap import TextMapPropagator
    from opentelemetry.trace import Span, Tracer, TracerProvider

    from sinch.core.observation import Exchange

__all__ = ["OpenTelemetryObserver"]

_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
"""Seconds, as the semantic conventions ask for them."""


class OpenTelemetryObserver:
    """An observer for clients of both kinds, by the semantic conventions for clients of HTTP.

    Each attempt is a span of the kind CLIENT below the current one, named by method and path template, and counts in
    the histogram `http.client.request.duration`. The headers of the trace (`traceparent`) are sent with the request.
    `url.full` is left out, since addresses have phone numbers in them.

    Args:
        tracer_provider: makes the spans; the global one when left out.
        meter_provider: keeps the histogram; the global one when left out.
        propagator: writes the headers of the trace; the global one when left out.

    """

    def __init__(
        self,
        *,
        tracer_provider: TracerProvider | None = None,
        meter_provider: MeterProvider | None = None,
        propagator: TextMapPropagator | None = None,
    ) -> None:
        self._tracer: Tracer = trace.get_tracer("sinch", __version__, tracer_provider)
        self._propagator: TextMapPropagator | None = propagator
        self._duration: Histogram = metrics.get_meter("sinch", __version__, meter_provider).create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_BUCKETS,
        )
        self._spans: WeakKeyDictionary[Exchange, Span] = WeakKeyDictionary()

    def before(self, exchange: Exchange) -> MutableMapping[str, str]:
        """Start a span; return the headers that let Sinch go on with the trace."""
        span = self._tracer.start_span(
            f"{exchange.method} {exchange.path}",
            kind=trace.SpanKind.CLIENT,
            attributes={
                **_attributes(exchange),
                "url.template": exchange.path,
                "sinch.operation": exchange.operation_id,
            },
            start_time=int(exchange.started * 1e9),
        )
        if exchange.attempt > 1:
            span.set_attribute("http.request.resend_count", exchange.attempt - 1)
        self._spans[exchange] = span
        headers: MutableMapping[str, str] = {}
        propagator = self._propagator or propagate.get_global_textmap()
        propagator.inject(headers, trace.set_span_in_context(span))  # pyright: ignore[reportArgumentType]  # their default
        return headers

    def __call__(self, exchange: Exchange) -> None:
        """End the span, and count the duration."""
        outcome: dict[str, str | int] = {}
        if exchange.status_code is not None:
            outcome["http.response.status_code"] = exchange.status_code
        failed = exchange.failure is not None or (exchange.status_code or 0) >= 400
        if failed:
            outcome["error.type"] = _error_type(exchange)
        span = self._spans.pop(exchange, None)
        if span is not None:
            span.set_attributes(outcome)
            if exchange.request_id is not None:
                span.set_attribute("sinch.request_id", exchange.request_id)
            if exchange.outcome_unknown:
                span.set_attribute("sinch.outcome_unknown", True)
            if failed:
                span.set_status(trace.StatusCode.ERROR, exchange.failure)
            span.end(int((exchange.started + exchange.seconds) * 1e9))
        context = trace.set_span_in_context(span) if span is not None else None
        self._duration.record(exchange.seconds, {**_attributes(exchange), **outcome}, context)


def _attributes(exchange: Exchange) -> dict[str, str | int]:
    """Return what is known before there is a response, and is the same for many requests."""
    origin = urlsplit(exchange.origin)
    port = origin.port or {"https": 443, "http": 80}[origin.scheme]
    return {"http.request.method": exchange.method, "server.address": origin.hostname or "", "server.port": port}


def _error_type(exchange: Exchange) -> str:
    if exchange.cancelled:
        return "cancelled"
    return str(exchange.status_code) if exchange.failure is None else "no_response"
