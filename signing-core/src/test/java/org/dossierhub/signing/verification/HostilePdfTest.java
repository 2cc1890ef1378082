package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.sealed;
import static org.dossierhub.signing.verification.World.verify;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.Deflater;
import org.dossierhub.signing.verification.pdf.Tamper;
import org.junit.jupiter.api.Test;

/** Hazard A16: PDF files made to break their reader. Each gets an answer, and none passes. */
class HostilePdfTest {

  @Test
  void a16_values_nested_without_end_do_not_pass() {
    notValid(Tamper.with(sealed()).object(900, "[".repeat(200_000) + "]".repeat(200_000)).file());
  }

  @Test
  void a16_a_page_tree_in_a_circle_does_not_pass() {
    var tamper = Tamper.with(sealed());
    int pages = Integer.parseInt(tamper.get(tamper.root(), "Pages").split(" ")[0]);

    notValid(tamper.set(pages, "Kids", "[" + pages + " 0 R]").file());
  }

  @Test
  void a16_cross_references_in_a_circle_do_not_pass() {
    var text = new String(Tamper.with(sealed()).file(), StandardCharsets.ISO_8859_1);
    var xref = text.replaceAll("(?s).*startxref\\n(\\d+)\\n%%EOF\\n$", "$1");

    notValid(
        text.replaceAll("/Prev \\d+(?=>>\\nstartxref\\n\\d+\\n%%EOF\\n$)", "/Prev " + xref)
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void a16_three_hundred_revisions_do_not_pass() {
    var file = sealed();
    for (int i = 0; i < 300; i++) {
      var out = new ByteArrayOutputStream();
      out.writeBytes(file);
      int prev =
          Integer.parseInt(
              new String(
                      file,
                      Math.max(0, file.length - 60),
                      Math.min(60, file.length),
                      StandardCharsets.ISO_8859_1)
                  .replaceAll("(?s).*startxref\\s+(\\d+)\\s+%%EOF\\s*$", "$1"));
      int xref = out.size() + 1;
      out.writeBytes(
          ("\nxref\n0 0\ntrailer\n<</Size 500/Root 40 0 R/Prev "
                  + prev
                  + ">>\nstartxref\n"
                  + xref
                  + "\n%%EOF\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      file = out.toByteArray();
    }

    notValid(file);
  }

  @Test
  void a16_a_packed_object_stream_of_gigabytes_is_refused_before_anybody_unpacks_it() {
    var tamper = Tamper.with(sealed());
    int stream =
        tamper.addStream(
            "/Type/ObjStm/N 100000000/First 400000000/Filter/FlateDecode", packed(512));

    bomb(tamper.pointTo(stream + 1, stream).file());
  }

  @Test
  void a16_many_small_object_streams_that_nobody_refers_to_count_together() {
    var tamper = Tamper.with(sealed());
    var small = packed(15);
    assertThat(small.length()).isLessThan(16 << 10);
    for (int i = 0; i < 10; i++) {
      tamper.addStream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", small);
    }

    bomb(tamper.file());
  }

  @Test
  void a16_a_broken_cross_reference_an_escaped_name_and_a_long_dictionary_hide_no_bomb() {
    var signed = new String(sealed(), StandardCharsets.ISO_8859_1);
    for (var dictionary :
        java.util.List.of(
            "/Type/ObjStm/Filter/FlateDecode",
            "/Type/Obj#53tm/Filter/FlateDecode",
            "/Type/XRef/W[1 1 1]/Size 400000000/Filter/FlateDecode",
            "/Type/ObjStm/Filter[/FlateDecode /FlateDecode]",
            "/Type/ObjStm/Filter[/ASCII85Decode /Fl#61teDecode]",
            "/Type/ObjStm/Filter/LZWDecode",
            "/Type" + " ".repeat(5000) + "/ObjStm/Filter/FlateDecode")) {
      var broken =
          signed
              + "\n999 0 obj\n<<"
              + dictionary
              + ">>\nstream\r\n"
              + packed(200)
              + "\nendstream\nendobj\n%%EOF\n";
      bomb(broken.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void a16_large_pages_are_no_bomb_and_a_document_with_object_streams_is_examined() {
    var page = Tamper.with(sealed());
    page.addStream("/Filter/FlateDecode", packed(200));
    assertThat(verify(page.file()).reason()).isNotEqualTo("PDF_BOMB");

    var structure = Tamper.with(sealed());
    structure.addStream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", packed(100));
    assertThat(verify(structure.file()).reason()).isNotEqualTo("PDF_BOMB");
  }

  private static void bomb(byte[] file) {
    var report = verify(file);

    assertThat(report.verdict()).as(report.summary()).isEqualTo(Verdict.REFUSED);
    assertThat(report.reason()).isEqualTo("PDF_BOMB");
    assertThat(report.sentence()).contains("128 MB");
  }

  /** So many megabytes of zeros. */
  private static String packed(int megabytes) {
    var deflater = new Deflater(9);
    var packed = new ByteArrayOutputStream();
    var zeros = new byte[1 << 20];
    var buffer = new byte[1 << 16];
    for (int i = 0; i < megabytes; i++) {
      deflater.setInput(zeros);
      while (!deflater.needsInput()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      packed.write(buffer, 0, deflater.deflate(buffer));
    }
    return packed.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void broken_bytes_always_get_an_answer_and_never_pass() {
    var random = new Random(20261122);
    var whole = sealed();
    for (int round = 0; round < 25; round++) {
      var broken = whole.clone();
      int changes = 1 + random.nextInt(20);
      for (int i = 0; i < changes; i++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      if (java.util.Arrays.equals(broken, whole)) {
        continue;
      }
      var report = verify(broken);
      assertThat(report.verdict()).as("round %d: %s", round, report.summary()).isNotEqualTo(VALID);
      assertThat(report.verdict()).isNotEqualTo(Verdict.UNSIGNED);
    }
  }

  @Test
  void a_file_cut_off_anywhere_never_passes() {
    var whole = sealed();
    for (int part = 1; part < 12; part += 2) {
      var report = verify(java.util.Arrays.copyOf(whole, whole.length / 12 * part));
      assertThat(report.verdict()).as(report.summary()).isNotEqualTo(VALID);
    }
  }

  private static void notValid(byte[] file) {
    var report = verify(file);

    assertThat(report.verdict()).as(report.summary()).isNotIn(VALID, Verdict.UNSIGNED);
  }
}
