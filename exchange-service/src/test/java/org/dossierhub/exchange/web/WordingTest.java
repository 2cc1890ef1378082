package org.dossierhub.exchange.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One thing has one word, in every Vietnamese text of the product: what pages say, and what Java
 * says in a text with Vietnamese letters. Names of procedures are quoted as the plans print them.
 */
class WordingTest {
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
  private static final Pattern VIETNAMESE = Pattern.compile("[ăđơưĂĐƠƯ\\u1EA0-\\u1EF9]");
  private static final String LETTER = "[\\p{L}\\p{M}]";

  /** What is not written, and what is written instead. */
  private static final Map<Pattern, String> NOT =
      Map.of(
          words("thẻ"), "thiết bị ký số (USB token)",
          Pattern.compile("(?iu)(?<!USB )token"), "thiết bị ký số (USB token)",
          words("trục"), "hệ thống",
          Pattern.compile("(?iu)o[áàảãạ](?!" + LETTER + ")"), "óa, òa …: khóa, hóa, tòa",
          Pattern.compile("(?iu)uỷ(?!" + LETTER + ")"), "ủy: Ủy ban",
          words("chữ kí"), "chữ ký");

  private static Pattern words(String words) {
    return Pattern.compile("(?iu)(?<!" + LETTER + ")" + words + "(?!" + LETTER + ")");
  }

  @Test
  void one_thing_has_one_word() throws IOException {
    var wrong = new ArrayList<String>();
    for (var text : pages()) {
      look(text, wrong);
    }
    for (var module : List.of(".", "../signing-core", "../signing-agent", "../system-tests")) {
      try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
        for (var file : files.filter(WordingTest::speaks).toList()) {
          LITERAL
              .matcher(Files.readString(file))
              .results()
              .map(literal -> literal.group(1))
              .filter(literal -> VIETNAMESE.matcher(literal).find())
              .forEach(literal -> look(file.getFileName() + ": " + literal, wrong));
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  /** SignerRoles recognises names in certificates, however they are spelt. */
  private static boolean speaks(Path file) {
    return file.toString().endsWith(".java") && !file.endsWith("SignerRoles.java");
  }

  private static List<String> pages() {
    var texts = Texts.in(Language.VIETNAMESE).bundle();
    return texts.keySet().stream().map(key -> key + "=" + texts.getString(key)).toList();
  }

  private static void look(String text, List<String> wrong) {
    var said = text.replaceFirst("^[A-Za-z0-9_.]+(=|: )", "");
    NOT.forEach(
        (pattern, instead) -> {
          if (pattern.matcher(said).find()) {
            wrong.add(text + "  → " + instead);
          }
        });
  }
}
