package org.dossierhub.signing.verification.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * Draws changed pages as they were signed and as they are now, so that a person can see what the
 * comparison of objects can only name. Nothing is decided by a picture. Only changed pages are
 * drawn, small, few, and within a time of the processor; a page for which it does not suffice gets
 * a picture without content, which says so.
 */
public final class PagePictures {
  private static final Logger LOG = Logger.getLogger(PagePictures.class.getName());

  /** The most pages of one file that are drawn. */
  public static final int MOST_PAGES = 6;

  /** As large as A4 is on a screen (96 dpi), whatever the size of the page. */
  private static final float LARGEST_SCALE = 96f / 72;

  private static final double MOST_POINTS = 1_000_000;
  private static final Duration TIME = Duration.ofSeconds(3);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private PagePictures() {}

  /** Takes each picture when it is done; what is taken stays if the next one breaks the process. */
  public interface Album {
    /**
     * @param png empty when the page could not be drawn within the limits
     */
    void put(int page, boolean before, byte[] png);
  }

  public static void draw(byte[] pdf, List<ChangedPage> pages, Album album) {
    long until = THREADS.getCurrentThreadCpuTime() + TIME.toNanos();
    int drawn = 0;
    for (var page : pages) {
      var before = new byte[0];
      var after = new byte[0];
      if (drawn < MOST_PAGES && THREADS.getCurrentThreadCpuTime() < until) {
        drawn++;
        before = draw(pdf, page.before(), page.page());
        after = draw(pdf, page.after(), page.page());
      }
      album.put(page.page(), true, before);
      album.put(page.page(), false, after);
    }
  }

  private static byte[] draw(byte[] pdf, int end, int page) {
    try (var reading = SecondReading.of(pdf, end)) {
      return page > reading.document().getNumberOfPages()
          ? new byte[0]
          : draw(reading.document(), page);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.INFO, e, () -> "Page " + page + " at " + end + " bytes cannot be drawn");
      return new byte[0];
    }
  }

  private static byte[] draw(PDDocument document, int page) throws IOException {
    var box = document.getPage(page - 1).getCropBox();
    var points = (double) box.getWidth() * box.getHeight();
    if (points < 1) {
      return new byte[0];
    }
    var scale = Math.min(LARGEST_SCALE, (float) Math.sqrt(MOST_POINTS / points));
    if (Math.min(box.getWidth(), box.getHeight()) * scale < 1) {
      return new byte[0];
    }
    var renderer = new PDFRenderer(document);
    renderer.setSubsamplingAllowed(true);
    var picture = renderer.renderImage(page - 1, scale, ImageType.RGB);
    var out = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, "png", out)) {
      throw new IllegalStateException("Every Java platform writes PNG");
    }
    return out.toByteArray();
  }
}
