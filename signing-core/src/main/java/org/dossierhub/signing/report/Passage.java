package org.dossierhub.signing.report;

import java.util.List;
import org.dossierhub.signing.verification.Verdict;

/** A piece of a report; each form of a report knows how to show each of them. */
sealed interface Passage {

  /** The title of the report; once, at the beginning. */
  record Title(String text) implements Passage {}

  /** A verdict, as large as it deserves. */
  record Headline(Verdict verdict, String text, String sentence) implements Passage {}

  /** Begins a section. */
  record Heading(String text) implements Passage {}

  /** Begins the section about a signature. */
  record Signature(Verdict verdict, String text, String verdictText) implements Passage {}

  /** Running text. */
  record Text(String text, Tone tone) implements Passage {}

  /** What is called so is that; numbered or not. */
  record Facts(List<Fact> facts, boolean numbered) implements Passage {
    public Facts {
      facts = List.copyOf(facts);
    }
  }

  /** One thing after the other. */
  record Bullets(List<String> lines) implements Passage {
    public Bullets {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A title and what is so.
   *
   * @param code for machines and for comparing by eye, letter by letter
   */
  record Fact(String title, String value, boolean code) {}

  /** How running text is to be taken. */
  enum Tone {
    PLAIN,
    QUIET,
    NOTICE,
    WARNING
  }
}
