package org.dossierhub.exchange.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.dossierhub.exchange.health.AskFigures;
import org.dossierhub.exchange.health.AskHealth;
import org.dossierhub.exchange.health.Figure;
import org.dossierhub.exchange.health.Figures;
import org.dossierhub.exchange.settings.MetricsSettings;
import org.dossierhub.exchange.settings.SecretFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  @TempDir Path folder;

  private MetricsResource resource(Optional<SecretFile> token, Figures... sources) {
    var clock = java.time.Clock.systemUTC();
    var resource = new MetricsResource();
    resource.settings = new MetricsSettings(token);
    resource.askFigures =
        new AskFigures(
            List.of(sources),
            AskHealth.of(List.of(), clock, Executors.newSingleThreadExecutor()),
            clock);
    return resource;
  }

  private Optional<SecretFile> token() throws Exception {
    return Optional.of(
        new SecretFile(Files.writeString(folder.resolve("metrics.password"), "bí mật\n")));
  }

  @Test
  void figures_are_written_as_openmetrics() throws Exception {
    var resource =
        resource(
            token(),
            () ->
                List.of(
                    Figure.gauge("hub_work_waiting", "Work that waits.", Map.of("kind", "A\"B"), 3),
                    Figure.counter(
                        "hub_events", "Entries.", Map.of("action", "MESSAGE_ACCEPTED"), 12)));

    var answer = resource.metrics("Bearer bí mật");

    assertThat(answer.getMediaType().toString()).startsWith("application/openmetrics-text");
    assertThat(new String((byte[]) answer.getEntity(), StandardCharsets.UTF_8))
        .contains("# TYPE hub_work_waiting gauge\n# HELP hub_work_waiting Work that waits.\n")
        .contains("hub_work_waiting{kind=\"A\\\"B\"} 3.0\n")
        .contains("# TYPE hub_events counter\n")
        .contains("hub_events_total{action=\"MESSAGE_ACCEPTED\"} 12.0\n")
        .contains("jvm_heap_used_bytes ")
        .contains("hub_figures_missing 0.0\n")
        .endsWith("# EOF\n");
  }

  @Test
  void a_part_that_cannot_answer_is_a_hole_that_is_counted() throws Exception {
    var resource =
        resource(
            token(),
            () -> {
              throw new IllegalStateException("the database is away");
            });

    assertThat(
            new String(
                (byte[]) resource.metrics("Bearer bí mật").getEntity(), StandardCharsets.UTF_8))
        .contains("hub_figures_missing 1.0\n");
  }

  @Test
  void without_the_token_nobody_reads_figures() throws Exception {
    var resource = resource(token());
    for (var wrong : new String[] {null, "", "Bearer ", "Bearer x", "Basic bí mật", "bí mật"}) {
      assertThat(resource.metrics(wrong).getStatus()).as(String.valueOf(wrong)).isEqualTo(401);
    }
    assertThatThrownBy(() -> resource(Optional.empty()).metrics("Bearer bí mật"))
        .isInstanceOf(NotFoundException.class);
  }
}
