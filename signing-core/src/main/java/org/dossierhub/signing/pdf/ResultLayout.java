package org.dossierhub.signing.pdf;

import java.io.IOException;

/**
 * Where on a result the number, the date, the leader's signature and the seal go.
 *
 * @param number the place after the printed word "Số:"
 * @param date the place after the printed place name, for "ngày 05 tháng 12 năm 2026"
 * @param leader between the signer's title and full name (NĐ 30/2020, Phụ lục I)
 * @param seal real size of the seal; covers about a third of the leader's signature at its left
 */
public record ResultLayout(Box number, Box date, Box leader, Box seal) {
  /** Diameter of the seals most agencies use; a seal is printed at its real size. */
  public static final float SEAL_DIAMETER_MM = 36;

  /**
   * A decision on A4 with the margins of NĐ 30/2020, Phụ lục I: number and date under the heads of
   * the first page, signature at the right foot of the last.
   */
  public static ResultLayout decision() {
    return signedAt(
        Box.millimetres(1, 47, 252.5f, 45, 6.5f),
        Box.millimetres(1, 134, 252.5f, 55, 6.5f),
        Box.millimetres(Box.LAST_PAGE, 125, 42, 50, 22),
        SEAL_DIAMETER_MM);
  }

  /**
   * The places as the printed words of this draft show them; what they do not show stands as in
   * {@link #decision()}. Refuses ({@link CannotSign}) what is not a readable PDF.
   *
   * @param signerName full name of the competent person as printed under the signature
   */
  public static ResultLayout of(byte[] draft, String signerName) {
    try (var document = ReservedFields.open(draft)) {
      var found = new PlacesOnDraft(document);
      var usual = decision();
      return signedAt(
          found.number().orElse(usual.number()),
          found.date().orElse(usual.date()),
          found.leader(signerName).orElse(usual.leader()),
          SEAL_DIAMETER_MM);
    } catch (IOException e) {
      throw new CannotSign(CannotSign.Reason.NOT_A_PDF, e.getMessage(), e);
    }
  }

  /** A layout whose seal stands as NĐ 30/2020 wants it beside the leader's signature. */
  public static ResultLayout signedAt(Box number, Box date, Box leader, float sealDiameterMm) {
    var diameter = Box.points(sealDiameterMm);
    var left = Math.max(0, leader.x() + leader.width() / 3 - diameter);
    var bottom = Math.max(0, leader.y() + leader.height() / 2 - diameter / 2);
    return new ResultLayout(
        number, date, leader, new Box(leader.page(), left, bottom, diameter, diameter));
  }
}
