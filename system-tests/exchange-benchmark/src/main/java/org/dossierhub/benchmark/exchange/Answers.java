package org.dossierhub.benchmark.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The inner side of a {@link Program}: a line of JSON comes in, a line goes out. Whatever libraries
 * print goes to the log, and of what they log only what is severe: writing it would count.
 */
final class Answers {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String MARK = "answer ";
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final Logger ALL = Logger.getLogger("");

  private Answers() {}

  /** What a program can be asked. */
  interface Question {
    Object answer(JsonNode question) throws Exception;
  }

  /** To be called before any library is. */
  static void quiet() {
    System.setOut(System.err);
    ALL.setLevel(Level.SEVERE);
  }

  /** Until the input ends, as it does when whoever asks is gone. */
  static void serve(Question asked) throws IOException {
    OUT.println(MARK + JSON.writeValueAsString(Map.of("ready", true)));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      Object answer;
      try {
        answer = Map.of("value", asked.answer(JSON.readTree(line)));
      } catch (Exception e) {
        e.printStackTrace();
        answer = Map.of("failure", e.toString());
      }
      OUT.println(MARK + JSON.writeValueAsString(answer));
    }
    System.exit(0);
  }
}
