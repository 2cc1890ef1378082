package org.dossierhub.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Agrees to everything and takes the PINs from files: for the demonstration and the tests on one's
 * own computer. Says so loudly, at the start and each time.
 */
final class OfficialInDemonstration implements Official {
  /** The label under which a PIN file stands for every token. */
  static final String ANY_TOKEN = "";

  private final Map<String, Path> pinFiles;
  private final PrintStream out;

  /**
   * @param pinFiles by label of the token
   */
  OfficialInDemonstration(Map<String, Path> pinFiles, PrintStream out) {
    this.pinFiles = Map.copyOf(pinFiles);
    this.out = out;
    out.println(
        """
        !!! CHẾ ĐỘ TRÌNH DIỄN: phần mềm tự đồng ý ký và tự đọc mã PIN từ tệp. Không dùng với thiết bị ký số thật. !!!
        !!! DEMONSTRATION: this agent consents by itself and reads PINs from files. Never with a real token. !!!\
        """);
  }

  @Override
  public Optional<char[]> consent(Proposal proposal) {
    out.println(OfficialAtConsole.description(proposal));
    var file =
        Optional.ofNullable(pinFiles.get(proposal.token().label()))
            .or(() -> Optional.ofNullable(pinFiles.get(ANY_TOKEN)));
    if (file.isEmpty()) {
      out.println("!!! No demonstration PIN for the token " + proposal.token().label());
      return Optional.empty();
    }
    out.println("!!! CHẾ ĐỘ TRÌNH DIỄN: tự đồng ý ký / consented by itself !!!");
    return Optional.of(pin(file.get()));
  }

  @Override
  public void showPairingCode(String code, String forWhom) {
    out.println(OfficialAtConsole.pairingLine(code, forWhom));
  }

  private static char[] pin(Path file) {
    try {
      var bytes = Files.readAllBytes(file);
      var characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
      var all = new char[characters.remaining()];
      characters.get(all);
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(characters.array(), '\0');
      int length = all.length;
      while (length > 0 && Character.isWhitespace(all[length - 1])) {
        length--;
      }
      var pin = Arrays.copyOf(all, length);
      Arrays.fill(all, '\0');
      return pin;
    } catch (IOException e) {
      throw new UncheckedIOException("The demonstration PIN in " + file + " cannot be read", e);
    }
  }
}
