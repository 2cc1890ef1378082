package org.dossierhub.exchange.store;

import java.util.Arrays;

/** Search for all of some words, in any order, without regard to case and Vietnamese diacritics. */
final class Words {
  private Words() {}

  /** A condition on the parameter {@code words}, an array made by {@link #of}. */
  static String allIn(String expression) {
    return "(select coalesce(bool_and(position(unaccent(lower(w)) in unaccent(lower("
        + expression
        + "))) > 0), true) from unnest(cast(:words as text[])) w)";
  }

  /** Control characters part words like spaces; PostgreSQL takes no NUL in a text. */
  static String[] of(String words) {
    return Arrays.stream(words.strip().split("[\\s\\p{Cc}]+"))
        .filter(word -> !word.isEmpty())
        .limit(20)
        .toArray(String[]::new);
  }
}
