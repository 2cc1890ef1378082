package org.dossierhub.exchange.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.junit.jupiter.api.Test;

class MultipartFormTest {
  private static final String TYPE = "multipart/form-data; boundary=b7";

  @Test
  void fields_come_one_after_the_other_with_every_byte() throws Exception {
    var random = new Random(7);
    for (int size : new int[] {0, 1, 65_530, 65_536, 65_541, 200_000}) {
      var content = new byte[size];
      random.nextBytes(content);
      var form = form(sent(content, "\r\n--b".getBytes(StandardCharsets.ISO_8859_1)), 7919);

      var first = form.next().orElseThrow();
      assertThat(first.name()).isEqualTo("manifest");
      assertThat(first.content().readAllBytes()).isEqualTo(content);
      var second = form.next().orElseThrow();
      assertThat(second.fileName()).contains("Đơn \"1\".pdf");
      assertThat(second.content().readAllBytes())
          .as("what only begins like a boundary")
          .isEqualTo("\r\n--b".getBytes(StandardCharsets.ISO_8859_1));
      assertThat(form.next()).isEmpty();
      assertThat(form.next()).isEmpty();
    }
  }

  @Test
  void what_is_not_read_of_a_field_is_passed_over() throws Exception {
    var form = form(sent(new byte[300_000], new byte[] {1}), 1000);

    form.next().orElseThrow();

    assertThat(form.next().orElseThrow().content().readAllBytes()).containsExactly(1);
  }

  @Test
  void the_same_form_comes_out_however_it_is_cut_on_the_line() throws Exception {
    var whole = sent("một".getBytes(StandardCharsets.UTF_8), "hai\r\n".getBytes());
    for (int piece = 1; piece < 40; piece++) {
      var form = form(whole, piece);
      var read = new ArrayList<String>();
      for (var field = form.next(); field.isPresent(); field = form.next()) {
        read.add(new String(field.get().content().readAllBytes(), StandardCharsets.UTF_8));
      }
      assertThat(read).containsExactly("một", "hai\r\n");
    }
  }

  @Test
  void a_form_that_ends_in_the_middle_is_no_form() throws Exception {
    var whole = sent(new byte[100], new byte[100]);
    for (int length = 0; length < whole.length - 4; length += 3) {
      var cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(
              () -> {
                var form = form(cut, 50);
                for (var field = form.next(); field.isPresent(); field = form.next()) {
                  field.get().content().readAllBytes();
                }
              })
          .as("%s bytes", length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void headers_without_an_end_and_a_missing_boundary_are_refused() throws Exception {
    var endless = ("--b7\r\nX: " + "x".repeat(40_000)).getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> form(endless, 5000).next())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("headers");
    for (var type :
        new String[] {null, "", "multipart/form-data", "multipart/form-data; boundary="})
      assertThatThrownBy(() -> MultipartForm.of(InputStream.nullInputStream(), type))
          .isInstanceOf(RefusalFault.class);
    assertThat(
            MultipartForm.of(
                    new ByteArrayInputStream("--a b--".getBytes()), "x; Boundary=\"a b\"; y=z")
                .next())
        .isEmpty();
  }

  private static MultipartForm form(byte[] bytes, int piece) throws RefusalFault {
    return MultipartForm.of(
        new ByteArrayInputStream(bytes) {
          @Override
          public int read(byte[] target, int from, int length) {
            return super.read(target, from, Math.min(length, piece));
          }
        },
        TYPE);
  }

  private static byte[] sent(byte[] manifest, byte[] part) throws IOException {
    var out = new ByteArrayOutputStream();
    for (var text : List.of("--b7\r\nContent-Disposition: form-data; name=\"manifest\"\r\n\r\n")) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    out.write(manifest);
    out.write(
        ("\r\n--b7 \r\nContent-Type: application/pdf\r\n"
                + "content-disposition: form-data; name=\"part\"; filename=\"Đơn %221%22.pdf\"\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    out.write(part);
    out.write("\r\n--b7--\r\n".getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }
}
