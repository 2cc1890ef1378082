package org.dossierhub.exchange.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.dossierhub.exchange.desk.DraftPdf;
import org.dossierhub.exchange.desk.TestDesk;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.signing.verification.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyUploadTest {
  private TestDesk desk;
  private VerifyUpload verifyUpload;
  private FindPublishedResult findPublishedResult;

  @BeforeEach
  void the_public_may_ask(@TempDir Path folder) {
    desk = new TestDesk(folder);
    var register = new PublicRegister(desk.results, desk.agencies);
    verifyUpload = new VerifyUpload(desk.verifyDocument, register, desk.payloads);
    findPublishedResult = new FindPublishedResult(register, desk.payloads, desk.hub);
  }

  @Test
  void the_published_file_is_valid_and_ours() throws Exception {
    var published = desk.published();

    var verdict = verify("ket-qua.pdf", desk.bytes(published));

    assertThat(verdict.report().verdict()).as(verdict.report().summary()).isEqualTo(Verdict.VALID);
    var ours = verdict.ours().orElseThrow();
    assertThat(ours.state()).isEqualTo(ResultState.PUBLISHED);
    assertThat(ours.sentenceVi()).isEqualTo("Tệp này trùng với bản do cơ quan phát hành.");
    assertThat(ours.agencyName()).isEqualTo("Sở Xây dựng tỉnh Bình Minh");
    assertThat(ours.number()).isEqualTo("01/QĐ-SXD");
    assertThat(ours.title()).isEqualTo(published.title());
  }

  @Test
  void with_one_byte_changed_it_is_invalid_and_not_ours() throws Exception {
    var file = desk.bytes(desk.published());
    file[file.length / 3] ^= 1;

    var verdict = verify("ket-qua.pdf", file);

    assertThat(verdict.report().verdict())
        .as(verdict.report().summary())
        .isEqualTo(Verdict.INVALID);
    assertThat(verdict.ours()).isEmpty();
  }

  @Test
  void with_something_appended_it_is_not_valid_and_not_ours() throws Exception {
    var file = desk.bytes(desk.published());
    var more = "%Điều 3. Thêm vào sau\n".getBytes(StandardCharsets.UTF_8);
    var longer = Arrays.copyOf(file, file.length + more.length);
    System.arraycopy(more, 0, longer, file.length, more.length);

    var verdict = verify("ket-qua.pdf", longer);

    assertThat(verdict.report().verdict()).isNotEqualTo(Verdict.VALID);
    assertThat(verdict.ours()).isEmpty();
  }

  @Test
  void a_revoked_result_is_still_validly_signed_and_the_answer_says_revoked() throws Exception {
    var published = desk.published();
    desk.revokeResult.revoke(desk.clerk, published.id(), "Cấp phép sai thẩm quyền, thu hồi");

    var verdict = verify("ket-qua.pdf", desk.bytes(published));

    assertThat(verdict.report().verdict()).isEqualTo(Verdict.VALID);
    var ours = verdict.ours().orElseThrow();
    assertThat(ours.state()).isEqualTo(ResultState.REVOKED);
    assertThat(ours.sentenceVi()).contains("đã bị thu hồi");
    assertThat(ours.reason()).contains("Cấp phép sai thẩm quyền, thu hồi");
    assertThat(ours.withdrawn()).isPresent();
  }

  @Test
  void a_result_that_is_not_published_is_nobodys_business() throws Exception {
    var stamped = desk.stamped();

    assertThat(verify("ket-qua.pdf", desk.bytes(stamped)).ours()).isEmpty();
  }

  @Test
  void a_file_without_signature_gets_a_verdict_of_its_own() throws Exception {
    var verdict = verify("du-thao.pdf", DraftPdf.decision());

    assertThat(verdict.report().verdict()).isEqualTo(Verdict.UNSIGNED);
  }

  @Test
  void the_page_behind_the_link_says_what_the_published_file_is_worth() throws Exception {
    var registration =
        findPublishedResult
            .find(desk.published().publication().orElseThrow().token().value())
            .orElseThrow();
    var judge = new JudgePublishedResult(findPublishedResult, verifyUpload, desk.clock);

    var report = judge.judge(registration).orElseThrow();

    assertThat(report.verdict()).as(report.summary()).isEqualTo(Verdict.VALID);
    assertThat(report.digest()).isEqualTo(registration.digest());
    assertThat(judge.judge(registration)).containsSame(report);
  }

  @Test
  void a_file_above_the_limit_is_refused_with_the_limit() {
    var large = new Zeros(VerifyUpload.AT_MOST + 10L);
    assertThatThrownBy(() -> verifyUpload.verify("lon.pdf", large))
        .isInstanceOf(UploadRefused.class)
        .hasMessageContaining("200 MB");
  }

  @Test
  void the_link_of_a_result_gives_its_registration_its_file_and_a_qr_code_of_itself()
      throws Exception {
    var published = desk.published();
    var token = published.publication().orElseThrow().token().value();

    assertThat(findPublishedResult.find(token).orElseThrow().number()).isEqualTo("01/QĐ-SXD");
    try (var file = findPublishedResult.document(token).orElseThrow()) {
      assertThat(file.readAllBytes()).isEqualTo(desk.bytes(published));
    }
    assertThat(read(findPublishedResult.qr(token).orElseThrow()))
        .isEqualTo("https://hub.test/ket-qua/" + token);
  }

  @Test
  void a_token_that_names_nothing_gives_nothing() throws Exception {
    var token = desk.published().publication().orElseThrow().token().value();
    var other = (token.charAt(0) == 'A' ? 'B' : 'A') + token.substring(1);

    for (var wrong :
        new String[] {other, "", "1", "../../etc/passwd", token + "A", "' or 1=1 --"}) {
      assertThat(findPublishedResult.find(wrong)).isEmpty();
      assertThat(findPublishedResult.document(wrong)).isEmpty();
      assertThat(findPublishedResult.qr(wrong)).isEmpty();
    }
  }

  private static String read(byte[] png) throws Exception {
    var image = ImageIO.read(new ByteArrayInputStream(png));
    int width = image.getWidth();
    int height = image.getHeight();
    LuminanceSource source =
        new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width));
    var text = new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source))).getText();
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(200);
    return text;
  }

  private UploadVerdict verify(String name, byte[] file) throws Exception {
    return verifyUpload.verify(name, new ByteArrayInputStream(file));
  }

  /** A large file that needs no memory. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int n = (int) Math.min(length, left);
      left -= n;
      return n;
    }
  }
}
