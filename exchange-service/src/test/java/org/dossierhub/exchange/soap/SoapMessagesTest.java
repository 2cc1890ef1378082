package org.dossierhub.exchange.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.xml.soap.MessageFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import org.dossierhub.exchange.work.HubStarted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoapMessagesTest {
  private final SoapMessages messages = new SoapMessages();

  @Test
  void with_the_library_at_hand_they_can_be_made() throws Exception {
    messages.prove(new HubStarted());

    assertThat(messages.check().ready()).isTrue();
  }

  @Test
  void without_it_the_application_does_not_start_and_health_is_red(@TempDir Path folder)
      throws Exception {
    var services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(MessageFactory.class.getName()), "nowhere.Factory");
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    try (var broken =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(broken);

      assertThatThrownBy(() -> messages.prove(new HubStarted()))
          .isInstanceOf(ServiceConfigurationError.class)
          .hasMessageContaining("nowhere.Factory");
      assertThat(messages.check().ready()).isFalse();
      assertThat(messages.check().detail()).contains("started again");
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
