package org.dossierhub.exchange.rest;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dossierhub.exchange.health.Figure;

/** Figures in the text format of OpenMetrics 1.0. */
final class OpenMetricsText {
  private OpenMetricsText() {}

  static byte[] of(List<Figure> figures) {
    Map<String, List<Figure>> byName = new LinkedHashMap<>();
    figures.forEach(
        figure ->
            byName.computeIfAbsent(figure.name(), n -> new java.util.ArrayList<>()).add(figure));
    var snapshots = MetricSnapshots.builder();
    byName.values().forEach(same -> snapshots.metricSnapshot(snapshot(same)));
    var out = new ByteArrayOutputStream();
    try {
      OpenMetricsTextFormatWriter.create().write(out, snapshots.build());
    } catch (IOException e) {
      throw new UncheckedIOException("Written to memory", e);
    }
    return out.toByteArray();
  }

  private static MetricSnapshot snapshot(List<Figure> same) {
    var first = same.get(0);
    if (first.counter()) {
      var counter = CounterSnapshot.builder().name(first.name()).help(first.help());
      same.forEach(
          figure ->
              counter.dataPoint(
                  CounterSnapshot.CounterDataPointSnapshot.builder()
                      .labels(labels(figure))
                      .value(figure.value())
                      .build()));
      return counter.build();
    }
    var gauge = GaugeSnapshot.builder().name(first.name()).help(first.help());
    same.forEach(
        figure ->
            gauge.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(labels(figure))
                    .value(figure.value())
                    .build()));
    return gauge.build();
  }

  private static Labels labels(Figure figure) {
    var labels = Labels.builder();
    new TreeMap<>(figure.labels()).forEach(labels::label);
    return labels.build();
  }
}
