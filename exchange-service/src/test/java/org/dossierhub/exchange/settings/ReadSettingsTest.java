package org.dossierhub.exchange.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadSettingsTest {
  @TempDir Path folder;
  private final Map<String, String> given = new HashMap<>();

  @BeforeEach
  void good_settings() throws IOException {
    var file = Files.writeString(folder.resolve("secret"), "mật khẩu\nsecond line\n").toString();
    given.put("hub.code", "H99.00");
    given.put("hub.public.url", "https://localhost:8443");
    given.put("hub.mutual.port", "8444");
    given.put("hub.data.folder", folder.toString());
    given.put("hub.trust.folder", folder.toString());
    given.put("hub.tls.trust.folder", folder.toString());
    given.put("hub.system.keystore", file);
    given.put("hub.system.password.file", file);
    given.put("hub.tsa.url", "http://localhost:1/tsa");
    given.put("hub.network.allow", "localhost:1, 127.0.0.1:2");
    given.put("hub.broker.url", "tcp://localhost:61617?sslEnabled=true");
    given.put("hub.broker.user", "hub");
    given.put("hub.broker.password.file", file);
    given.put("hub.broker.trust", file);
  }

  private Settings read() {
    return ReadSettings.from(name -> Optional.ofNullable(given.get(name)));
  }

  @Test
  void good_settings_are_read_and_what_is_optional_may_be_absent() {
    var settings = read();

    assertThat(settings.hub().code().value()).isEqualTo("H99.00");
    assertThat(settings.hub().demo()).isFalse();
    assertThat(settings.network().allowed()).containsExactly("localhost:1", "127.0.0.1:2");
    assertThat(settings.verification()).isEqualTo(VerificationSettings.usual());
    assertThat(settings.portal().connection()).isEmpty();
    assertThat(settings.bootstrap().password()).isEmpty();
    assertThat(settings.broker().password().revealSecret()).isEqualTo("mật khẩu".toCharArray());
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() {
    given.remove("hub.code");
    given.put("hub.public.url", "http://localhost");
    given.put("hub.mutual.port", "70000");
    given.put("hub.data.folder", folder.resolve("missing").toString());
    given.put("hub.network.allow", "localhost");
    given.put("hub.trusted.proxies", "proxy.example");
    given.put("hub.demo", "maybe");
    given.put("hub.verification.workers", "0");
    given.put("hub.portal.url", "https://portal.test/");

    assertThatThrownBy(this::read)
        .isInstanceOf(SettingsWrong.class)
        .hasMessageContainingAll(
            "11 setting(s)",
            "hub.trusted.proxies",
            "hub.code is missing",
            "hub.public.url",
            "hub.mutual.port",
            "hub.data.folder",
            "hub.network.allow",
            "hub.demo",
            "hub.verification.workers",
            "hub.portal.user is missing",
            "hub.portal.password.file is missing",
            "hub.portal.unit is missing");
  }
}
