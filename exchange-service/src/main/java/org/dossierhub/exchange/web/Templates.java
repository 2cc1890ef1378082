package org.dossierhub.exchange.web;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.Version;
import freemarker.template.utility.DeepUnwrap;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * FreeMarker, set up so that nothing reaches HTML unescaped: every template is {@code .ftlh},
 * templates can make no objects and reach no Java API, and every text from outside loses the
 * characters that turn or hide writing (hazard A18).
 */
final class Templates {
  private static final Version VERSION = Configuration.VERSION_2_3_34;

  private final Configuration freemarker;

  Templates() {
    freemarker = new Configuration(VERSION);
    freemarker.setClassForTemplateLoading(Templates.class, "/org/dossierhub/exchange/web");
    freemarker.setDefaultEncoding("UTF-8");
    freemarker.setOutputFormat(HTMLOutputFormat.INSTANCE);
    freemarker.setRecognizeStandardFileExtensions(true);
    freemarker.setLocalizedLookup(false);
    freemarker.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    freemarker.setAPIBuiltinEnabled(false);
    freemarker.setLogTemplateExceptions(false);
    freemarker.setWrapUncheckedExceptions(true);
    freemarker.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    freemarker.setNumberFormat("computer");
    freemarker.setObjectWrapper(new Shown());
  }

  /** The whole page, or an exception: never half a page. */
  String render(String template, Map<String, Object> shown, Texts texts) {
    var model = new HashMap<String, Object>(shown);
    model.put("t", (TemplateMethodModelEx) a -> texts.text(text(a, 0), rest(a)));
    model.put("day", (TemplateMethodModelEx) a -> texts.day((LocalDate) value(a)));
    model.put("time", (TemplateMethodModelEx) a -> texts.time((Instant) value(a)));
    model.put("size", (TemplateMethodModelEx) a -> texts.size(((Number) value(a)).longValue()));
    model.put(
        "hex", (TemplateMethodModelEx) a -> new BigInteger(String.valueOf(value(a))).toString(16));
    var page = new StringWriter(16 * 1024);
    try {
      freemarker.getTemplate(template + ".ftlh").process(model, page);
    } catch (IOException e) {
      throw new UncheckedIOException("Template " + template + " cannot be read.", e);
    } catch (TemplateException e) {
      throw new IllegalStateException("Template " + template + " failed: " + e.getMessage(), e);
    }
    return page.toString();
  }

  private static String text(List<?> arguments, int index) throws TemplateModelException {
    return String.valueOf(DeepUnwrap.permissiveUnwrap((TemplateModel) arguments.get(index)));
  }

  private static Object value(List<?> arguments) throws TemplateModelException {
    return DeepUnwrap.permissiveUnwrap((TemplateModel) arguments.get(0));
  }

  private static Object[] rest(List<?> arguments) throws TemplateModelException {
    var rest = new Object[arguments.size() - 1];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = DeepUnwrap.permissiveUnwrap((TemplateModel) arguments.get(i + 1));
    }
    return rest;
  }

  /**
   * Removes what could make shown text look like other text: control characters, direction marks
   * and invisible format characters; combines what is written as letter plus mark.
   */
  static String clean(String text) {
    var plain = true;
    for (int i = 0; i < text.length() && plain; i++) {
      char c = text.charAt(i);
      plain = c >= ' ' && c < 0x7f || c == '\n';
    }
    return plain
        ? text
        : Normalizer.normalize(text, Normalizer.Form.NFC)
            .replaceAll("[\\p{Cc}&&[^\\n\\t]]|\\p{Cf}|[\\u2028\\u2029]", "");
  }

  /**
   * Hands values to the templates: texts cleaned, Optional as present or missing, enums as their
   * names.
   */
  private static final class Shown extends DefaultObjectWrapper {
    Shown() {
      super(VERSION);
    }

    @Override
    public TemplateModel wrap(Object value) throws TemplateModelException {
      if (value instanceof String text) {
        return super.wrap(clean(text));
      }
      if (value instanceof Optional<?> perhaps) {
        return wrap(perhaps.orElse(null));
      }
      return super.wrap(value);
    }
  }
}
