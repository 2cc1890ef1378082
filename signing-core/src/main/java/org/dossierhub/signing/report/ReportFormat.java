package org.dossierhub.signing.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In which form a verdict is handed out. */
public enum ReportFormat {
  /** A page that stands alone, for people. */
  HTML("text/html;charset=UTF-8", "html"),
  /** The same to be printed and filed. */
  PDF("application/pdf", "pdf"),
  /** ETSI TS 119 102-2, for machines. */
  XML("application/xml", "xml");

  private final String mediaType;
  private final String extension;

  ReportFormat(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  public String mediaType() {
    return mediaType;
  }

  /** How names of such files end, without the dot. */
  public String extension() {
    return extension;
  }

  /** The form with this extension, whatever its case. */
  public static Optional<ReportFormat> named(String extension) {
    return Arrays.stream(values())
        .filter(format -> format.extension.equals(extension.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** The form a file of this name has. */
  public static Optional<ReportFormat> ofFile(String name) {
    return named(name.substring(name.lastIndexOf('.') + 1));
  }

  /** How the report about a file is called. */
  public String fileName(String ofWhat) {
    var dot = ofWhat.lastIndexOf('.');
    return "bao-cao-kiem-tra-" + (dot > 0 ? ofWhat.substring(0, dot) : ofWhat) + "." + extension;
  }
}
