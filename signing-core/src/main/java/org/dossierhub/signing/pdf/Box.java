package org.dossierhub.signing.pdf;

/**
 * A rectangle on a page, in points (1/72 inch) from the lower left corner of the page as it is
 * shown.
 *
 * @param page counted from 1; -1 is the last page
 */
public record Box(int page, float x, float y, float width, float height) {
  /** The page number that stands for the last page, however many there are. */
  public static final int LAST_PAGE = -1;

  private static final float POINTS_PER_MILLIMETRE = 72 / 25.4f;

  public Box {
    if (page == 0 || page < LAST_PAGE) {
      throw new IllegalArgumentException("No such page: " + page);
    }
    if (!(width > 0 && height > 0 && x >= 0 && y >= 0)) {
      throw new IllegalArgumentException(
          "Not a place on a page: " + x + " " + y + " " + width + " " + height);
    }
  }

  /** The same in millimetres, as forms are described on paper. */
  public static Box millimetres(int page, float x, float y, float width, float height) {
    return new Box(page, points(x), points(y), points(width), points(height));
  }

  static float points(float millimetres) {
    return millimetres * POINTS_PER_MILLIMETRE;
  }

  float right() {
    return x + width;
  }

  float top() {
    return y + height;
  }
}
