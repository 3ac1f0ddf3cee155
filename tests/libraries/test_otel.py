"""OpenTelemetry: spans, durations and the trace that goes out, for clients of both kinds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from sinch import NotFoundError, OutcomeUnknownError
from sinch.otel import OpenTelemetryObserver
from sinch.testing import Simulator
from tests.both_colours import Connect, both_colours

pytestmark = both_colours
ADA = "+12025550123"


class Telemetry:
    """Keeps what is exported."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.reader = InMemoryMetricReader()
        self.observer = OpenTelemetryObserver(
            tracer_provider=self.tracers, meter_provider=MeterProvider(metric_readers=[self.reader])
        )

    def spans(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.exporter.get_finished_spans() if span.name == name]

    def points(self) -> list[Any]:
        data = self.reader.get_metrics_data()
        assert data is not None
        (metric,) = data.resource_metrics[0].scope_metrics[0].metrics
        assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
        return list(metric.data.data_points)


@pytest.fixture
def telemetry() -> Telemetry:
    return Telemetry()


SEND = "POST /xms/v1/{service_plan_id}/batches"


def test_each_attempt_is_a_span_below_the_current_one(
    connect: Connect, sinch_simulator: Simulator, telemetry: Telemetry
) -> None:
    client = connect(observers=[telemetry.observer], max_retries=2)
    sinch_simulator.fail("SendSMS", retry_after=0)
    with telemetry.tracers.get_tracer("shop").start_as_current_span("checkout") as above:
        client.sms.batches.send_sms(to=[ADA], body="Hi")
    first, second = telemetry.spans(SEND)
    for span in (first, second):
        assert span.kind is SpanKind.CLIENT
        assert span.parent is not None
        assert span.parent.span_id == above.get_span_context().span_id
        assert span.instrumentation_scope is not None
        assert span.instrumentation_scope.name == "sinch"
        assert 0 < (span.start_time or 0) <= (span.end_time or 0)
    assert first.attributes is not None
    assert dict(first.attributes) == {
        "http.request.method": "POST",
        "http.response.status_code": 429,
        "error.type": "429",
        "server.address": "127.0.0.1",
        "server.port": urlsplit(sinch_simulator.url).port,
        "sinch.operation": "SendSMS",
        "sinch.request_id": first.attributes["sinch.request_id"],
        "url.template": "/xms/v1/{service_plan_id}/batches",
    }
    assert first.status.status_code is StatusCode.ERROR
    assert second.attributes is not None
    assert second.attributes["http.request.resend_count"] == 1
    assert second.attributes["http.response.status_code"] == 201
    assert "error.type" not in second.attributes
    assert second.status.status_code is StatusCode.UNSET


def test_the_trace_goes_out(connect: Connect, sinch_simulator: Simulator, telemetry: Telemetry) -> None:
    connect(observers=[telemetry.observer]).sms.batches.send_sms(to=[ADA], body="Hi")
    (span,) = telemetry.spans(SEND)
    assert span.context is not None
    sent = sinch_simulator.requests[-1].headers["traceparent"]
    assert sent.startswith(f"00-{span.context.trace_id:032x}-{span.context.span_id:016x}-")


def test_a_failure_says_whether_the_outcome_is_known(
    connect: Connect, sinch_simulator: Simulator, telemetry: Telemetry
) -> None:
    client = connect(observers=[telemetry.observer])
    sinch_simulator.fail("SendSMS", reset="after")
    with pytest.raises(OutcomeUnknownError):
        client.sms.batches.send_sms(to=[ADA], body="Hi")
    (span,) = telemetry.spans(SEND)
    assert span.attributes is not None
    assert span.attributes["error.type"] == "no_response"
    assert span.attributes["sinch.outcome_unknown"] is True
    assert span.status.status_code is StatusCode.ERROR


def test_durations_are_counted_by_what_many_requests_share(connect: Connect, telemetry: Telemetry) -> None:
    client = connect(observers=[telemetry.observer])
    for _ in range(3):
        with pytest.raises(NotFoundError):
            client.sms.batches.get("01JEXAMPLE0000000000000000")
    point = next(each for each in telemetry.points() if each.attributes.get("error.type") == "404")
    assert point.count == 3
    assert point.sum > 0
    assert set(point.attributes) == {
        *("http.request.method", "http.response.status_code", "error.type", "server.address", "server.port")
    }


def test_nothing_of_the_contents_is_exported(connect: Connect, telemetry: Telemetry) -> None:
    client = connect(observers=[telemetry.observer])
    client.sms.batches.send_sms(to=[ADA], body="secret-4711")
    client.number_lookup.lookup(ADA)
    for span in telemetry.exporter.get_finished_spans():
        assert "4711" not in span.to_json()
        assert "2025550123" not in span.to_json()
