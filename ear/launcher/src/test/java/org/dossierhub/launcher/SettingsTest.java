package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir Path folder;

  @Test
  void the_environment_wins_over_the_file() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("hub.properties"), "hub.database.url=jdbc:one\nhub.code = H99.01\n");

    var settings = Settings.read(file, Map.of("HUB_DATABASE_URL", "jdbc:two", "PATH", "/bin"));

    assertThat(settings.get("hub.database.url")).contains("jdbc:two");
    assertThat(settings.get("hub.code")).contains("H99.01");
    assertThat(settings.get("path")).isEmpty();
  }

  @Test
  void what_the_operator_decided_overrules_what_the_launcher_knows() throws Exception {
    var settings =
        Settings.read(
            folder.resolve("none"),
            Map.of("HUB_TSA_URL", "http://tsa.example/", "HUB_PORTAL_UNIT", "H99"));

    assertThat(settings.over(Map.of("hub.tsa.url", "http://127.0.0.1/tsa", "hub.code", "H99.00")))
        .containsEntry("HUB_TSA_URL", "http://tsa.example/")
        .containsEntry("HUB_CODE", "H99.00")
        .containsEntry("HUB_PORTAL_UNIT", "H99");
  }

  @Test
  void an_empty_value_is_no_value() throws Exception {
    var settings = Settings.read(folder.resolve("none"), Map.of("HUB_DATABASE_URL", " "));

    assertThat(settings.get("hub.database.url")).isEmpty();
  }

  @Test
  void what_nobody_decided_is_false() throws Exception {
    var settings = Settings.read(folder.resolve("none"), Map.of());

    assertThat(settings.isTrue("hub.demo")).isFalse();
  }

  @Test
  void a_list_of_the_operator_adds_to_what_the_launcher_knows() throws Exception {
    var settings =
        Settings.read(
            folder.resolve("none"),
            Map.of("HUB_NETWORK_ALLOW", "crl.example:80, 127.0.0.1:2000,ocsp.example:80"));

    assertThat(settings.listWith("hub.network.allow", List.of("127.0.0.1:2000")))
        .isEqualTo("127.0.0.1:2000,crl.example:80,ocsp.example:80");
    assertThat(settings.listWith("hub.network.allow", List.of()))
        .isEqualTo("crl.example:80,127.0.0.1:2000,ocsp.example:80");
  }
}
