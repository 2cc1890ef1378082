package org.dossierhub.signing.verification.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PdfSyntaxTest {
  private static boolean isRead(String text) {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    var budget = new Budget(1000, Duration.ofSeconds(10));
    try {
      return new PdfSyntax(bytes, 0, bytes.length, true, budget).value() instanceof PdfValue.Num;
    } catch (NotReadable e) {
      return false;
    }
  }

  @Test
  void a_number_is_a_sign_digits_and_at_most_one_point() {
    var texts = new ArrayList<String>();
    Collections.addAll(
        texts, "0", "12", "-3", "+3", "3.", ".5", "-.5", "1.25", ".", "+", "-", "1.2.3", "--1");
    Collections.addAll(texts, "1-2", "1e5", "12a", "+.", "-.", "1 2", "0x1", "1,5", "..", "5+");
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      var text = new StringBuilder();
      for (int length = 1 + random.nextInt(6); length > 0; length--) {
        text.append("0123456789.+-e".charAt(random.nextInt(14)));
      }
      texts.add(text.toString());
    }

    for (var text : texts) {
      var number = text.split(" ")[0];
      assertThat(isRead(text)).as(text).isEqualTo(number.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)"));
    }
  }
}
