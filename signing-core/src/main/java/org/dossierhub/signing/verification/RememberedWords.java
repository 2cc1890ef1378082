package org.dossierhub.signing.verification;

import eu.europa.esig.dss.i18n.I18nProvider;
import eu.europa.esig.dss.i18n.MessageTag;
import eu.europa.esig.dss.validation.executor.signature.DefaultSignatureProcessExecutor;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The words of the library's reports, of which it puts some hundred together for every verdict:
 * those into which nothing is filled in are put together once.
 */
final class RememberedWords extends I18nProvider {
  private static final RememberedWords ENGLISH = new RememberedWords(Locale.ENGLISH);

  private final Map<MessageTag, String> plain = new ConcurrentHashMap<>();

  RememberedWords(Locale locale) {
    super(locale);
  }

  @Override
  public String getMessage(MessageTag tag, Object... details) {
    return tag == null || (details != null && details.length > 0)
        ? super.getMessage(tag, details)
        : plain.computeIfAbsent(tag, super::getMessage);
  }

  /** The process of EN 319 102-1 with these words. */
  static DefaultSignatureProcessExecutor executor() {
    return new DefaultSignatureProcessExecutor() {
      @Override
      protected I18nProvider getI18nProvider() {
        return ENGLISH;
      }
    };
  }
}
