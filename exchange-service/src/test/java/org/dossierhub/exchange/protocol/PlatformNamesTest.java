package org.dossierhub.exchange.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dossierhub.exchange.message.StrictXml;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application's libraries are not searched for what belongs to the Java platform. */
class PlatformNamesTest {
  private final Thread thread = Thread.currentThread();
  private final ClassLoader before = thread.getContextClassLoader();
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void an_application_that_writes_down_what_it_is_asked_for() {
    thread.setContextClassLoader(
        new ClassLoader(before) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            return super.loadClass(name, resolve);
          }
        });
  }

  @AfterEach
  void the_usual_one() {
    thread.setContextClassLoader(before);
  }

  @Test
  void a_question_is_compared_with_its_schema() throws Exception {
    var question = new Status();
    question.setDossierCode("H99.08-261120-0001");
    var read = (Status) WireDocument.read(WireDocument.write(question));
    asked.clear();

    WireDocument.read(WireDocument.write(read));

    assertThat(asked).noneMatch(name -> name.startsWith("com.sun.org.apache"));
    assertThat(thread.getContextClassLoader()).isNotSameAs(ClassLoader.getPlatformClassLoader());
  }

  @Test
  void a_signed_document_is_compared_with_its_schema() throws Exception {
    var receipts = new StrictXml("urn:dossierhub:receipt:1", "receipt.xsd");
    asked.clear();

    receipts.read(Files.readAllBytes(Path.of("../docs/protocol/samples", "withdrawal.xml")));

    assertThat(asked).noneMatch(name -> name.startsWith("com.sun.org.apache"));
  }
}
