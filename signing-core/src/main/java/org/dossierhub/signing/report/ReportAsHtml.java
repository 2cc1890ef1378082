package org.dossierhub.signing.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dossierhub.signing.verification.Verdict;

/**
 * A report as a page that needs nothing beside itself: no script, no picture, no address. It is
 * written so that it is the same page to a reader of HTML and to a reader of XML, because it is
 * sealed as XML; for that reason it has no document type, and no element is empty.
 */
final class ReportAsHtml {
  private static final String STYLE =
      """
      @namespace ds url(http://www.w3.org/2000/09/xmldsig#);
      ds|Signature, ds\\:signature, ds\\:Signature { display: none; }
      html { color: #1c2733; background: #f4f5f7; font: 16px/1.5 'Liberation Sans', Arial, Helvetica, sans-serif; }
      body { margin: 0; }
      main { box-sizing: border-box; max-width: 54rem; margin: 1.5rem auto; padding: 1.5rem 2rem 2.5rem; background: #fff; border: 1px solid #d6dae0; }
      h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
      h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; padding-top: 1rem; border-top: 1px solid #d6dae0; }
      .headline, .state, .notice { border-color: #5a6672; background: #eef0f3; }
      .headline { border-left: .5rem solid #5a6672; padding: .75rem 1rem; margin: 0 0 1rem; }
      .state { display: inline-block; padding: .05rem .6rem; border-left: .3rem solid #5a6672; font-size: 1rem; font-weight: bold; }
      .notice { border-left: .3rem solid #5a6672; padding: .4rem .8rem; }
      .headline strong { display: block; font-size: 1.3rem; }
      .VALID { border-color: #17683a; background: #e9f5ee; }
      .INVALID, .REFUSED { border-color: #a31621; background: #fbebec; }
      .INDETERMINATE { border-color: #8a5a00; background: #fdf3dd; }
      .warning { border-left: .3rem solid #8a5a00; background: #fdf3dd; padding: .4rem .8rem; }
      .quiet { color: #4a5563; margin: 1rem 0 .25rem; font-weight: bold; }
      dl { margin: 0; font-size: 1rem; }
      dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .3rem 0; border-bottom: 1px solid #e7eaee; }
      dt { flex: 0 0 15rem; color: #4a5563; }
      dd { flex: 1 1 18rem; margin: 0; overflow-wrap: anywhere; }
      .code { font-family: 'Liberation Mono', 'Courier New', monospace; font-size: .92rem; }
      .numbered { counter-reset: item; }
      .numbered dt::before { counter-increment: item; content: counter(item) '. '; }
      @media print { html { background: #fff; font-size: 11pt; } main { border: 0; margin: 0; max-width: none; padding: 0; } h2, dl div { break-inside: avoid; } h2 { break-after: avoid; } }
      """;

  private final StringBuilder out = new StringBuilder(16 * 1024);

  private ReportAsHtml() {}

  static byte[] of(ReportContent content) {
    var page = new ReportAsHtml();
    var texts = ReportTexts.in(content.language());
    var language = texts.locale().getLanguage();
    page.out
        .append("<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"")
        .append(language)
        .append("\" xml:lang=\"")
        .append(language)
        .append("\"><head><meta charset=\"utf-8\"/>")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
    page.element("title", texts.say("title"));
    page.element("style", STYLE);
    page.out.append("</head>\n<body><main>\n");
    page.write(ReportPassages.of(content));
    page.out.append("</main></body></html>\n");
    return page.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write(List<Passage> passages) {
    for (var passage : passages) {
      if (passage instanceof Passage.Title title) {
        element("h1", title.text());
      } else if (passage instanceof Passage.Headline headline) {
        open("p", "headline " + headline.verdict());
        element("strong", mark(headline.verdict()) + " " + headline.text());
        text(headline.sentence());
        close("p");
      } else if (passage instanceof Passage.Heading heading) {
        element("h2", heading.text());
      } else if (passage instanceof Passage.Signature signature) {
        out.append("<h2>");
        text(signature.text() + " ");
        open("span", "state " + signature.verdict());
        text(mark(signature.verdict()) + " " + signature.verdictText());
        close("span");
        close("h2");
      } else if (passage instanceof Passage.Text text) {
        open("p", text.tone().name().toLowerCase(java.util.Locale.ROOT));
        text(text.text());
        close("p");
      } else if (passage instanceof Passage.Facts facts) {
        facts(facts);
      } else if (passage instanceof Passage.Bullets bullets) {
        out.append("<ul>");
        bullets.lines().forEach(line -> element("li", line));
        close("ul");
      }
      out.append('\n');
    }
  }

  private void facts(Passage.Facts facts) {
    open("dl", facts.numbered() ? "numbered" : "facts");
    for (var fact : facts.facts()) {
      out.append("<div>");
      element("dt", fact.title());
      open("dd", fact.code() ? "code" : "value");
      text(fact.value().isEmpty() ? "–" : fact.value());
      close("dd");
      out.append("</div>");
    }
    close("dl");
  }

  /** So that the verdict does not hang on a colour. */
  private static String mark(Verdict verdict) {
    return switch (verdict) {
      case VALID -> "✓";
      case INVALID, REFUSED -> "✗";
      case INDETERMINATE -> "!";
      case UNSIGNED -> "–";
    };
  }

  private void open(String name, String style) {
    out.append('<').append(name).append(" class=\"").append(style).append("\">");
  }

  private void close(String name) {
    out.append("</").append(name).append('>');
  }

  private void element(String name, String text) {
    out.append('<').append(name).append('>');
    text(text);
    close(name);
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }
}
