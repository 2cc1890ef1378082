package org.dossierhub.exchange.web;

import java.util.Locale;

/** A language the pages speak; Vietnamese unless the visitor asked for English. */
public enum Language {
  VIETNAMESE("vi"),
  ENGLISH("en");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  String tag() {
    return tag;
  }

  Locale locale() {
    return Locale.forLanguageTag(tag);
  }

  Language other() {
    return this == VIETNAMESE ? ENGLISH : VIETNAMESE;
  }

  /** The language with this tag, Vietnamese for anything else. */
  static Language of(String tag) {
    return ENGLISH.tag.equals(tag) ? ENGLISH : VIETNAMESE;
  }

  /** Whichever of the two texts is in this language. */
  String choose(String vietnamese, String english) {
    return this == VIETNAMESE ? vietnamese : english;
  }
}
