package org.dossierhub.exchange.result;

import java.time.LocalDate;

/**
 * Number and date of an issued document as Nghị định 30/2020 writes them: {@code 125/QĐ-SXD},
 * counted per agency and year.
 */
public record ResultNumber(int year, int number, String symbol, LocalDate date) {

  public ResultNumber {
    if (number < 1 || date.getYear() != year) {
      throw new IllegalArgumentException(
          "Not a document number: " + number + " of " + year + ", dated " + date);
    }
    if (!isSymbol(symbol)) {
      throw new IllegalArgumentException("Not a document symbol: " + symbol);
    }
  }

  /** Whether this can stand after the slash: letters, digits, dots and dashes, 30 at most. */
  public static boolean isSymbol(String text) {
    return text.matches("[\\p{L}0-9][\\p{L}0-9.\\-]{0,29}");
  }

  /**
   * Number and symbol; one-digit numbers are written with a leading zero (Nghị định 30/2020, Phụ
   * lục I).
   */
  public String text() {
    return (number < 10 ? "0" : "") + number + "/" + symbol;
  }
}
