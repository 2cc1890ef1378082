package org.dossierhub.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiFolderTest {
  private static final URI ADDRESS = URI.create("http://127.0.0.1:9/");

  @TempDir static Path scratch;
  private static Path folder;
  private static DevelopmentPki first;

  @BeforeAll
  static void two_programs_that_start_at_once_make_one_pki() {
    folder = scratch.resolve("a folder/with a space");
    var other = CompletableFuture.supplyAsync(() -> DevelopmentPki.openOrCreate(folder, ADDRESS));
    first = DevelopmentPki.openOrCreate(folder, ADDRESS);
    assertThat(other.join().identity("leader").certificate())
        .isEqualTo(first.identity("leader").certificate());
  }

  @Test
  void the_same_folder_opened_again_gives_the_same_keys_certificates_and_passwords()
      throws Exception {
    var first = DevelopmentPki.open(folder);
    var passwords = new HashMap<String, String>();
    for (var name : first.names()) {
      passwords.put(
          name, Files.readString(folder.resolve("identities").resolve(name + ".password")));
    }

    var again = DevelopmentPki.openOrCreate(folder, ADDRESS);

    for (var name : first.names()) {
      assertThat(again.identity(name).chain()).isEqualTo(first.identity(name).chain());
      assertThat(again.identity(name).key()).isEqualTo(first.identity(name).key());
      assertThat(folder.resolve("identities").resolve(name + ".password"))
          .hasContent(passwords.get(name));
    }
    assertThat(again.governmentAnchors()).isEqualTo(first.governmentAnchors());
  }

  @Test
  void what_the_declaration_has_gained_is_added_and_the_rest_stays() throws Exception {
    var before = first.identity("leader").certificate();
    var lost = first.identity("stranger").certificate();
    Files.delete(folder.resolve("identities/stranger.p12")); // as if it had not been declared yet

    var again = DevelopmentPki.openOrCreate(folder, ADDRESS);

    assertThat(again.identity("leader").certificate()).isEqualTo(before);
    assertThat(again.identity("stranger").certificate()).isNotEqualTo(lost);
    assertThat(again.identity("stranger").chain().get(1))
        .isEqualTo(first.identity("government-agencies").certificate());
  }

  @Test
  void another_address_is_refused_because_the_certificates_name_the_first() {
    assertThatThrownBy(
            () -> DevelopmentPki.openOrCreate(folder, URI.create("http://127.0.0.1:10/")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("http://127.0.0.1:9/");
  }

  @Test
  void a_folder_of_something_else_is_left_alone() throws Exception {
    var other = Files.createDirectory(scratch.resolve("other"));
    Files.writeString(other.resolve("letter.txt"), "thư");

    assertThatThrownBy(() -> DevelopmentPki.openOrCreate(other, ADDRESS))
        .isInstanceOf(IllegalStateException.class);
    assertThat(other.resolve("letter.txt")).hasContent("thư");
  }

  @Test
  void opening_what_was_never_made_says_so() {
    assertThatThrownBy(() -> DevelopmentPki.open(scratch.resolve("nothing")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no development PKI");
  }

  @Test
  void nobody_but_the_owner_can_read_a_key() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    try (var files = Files.list(folder.resolve("identities"))) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void the_trust_folders_hold_the_anchors_and_never_an_impostor() throws Exception {
    assertThat(names("government")).containsExactlyInAnyOrder("government-root.pem");
    assertThat(names("public")).containsExactlyInAnyOrder("public-root.pem");
    assertThat(names("tls")).containsExactlyInAnyOrder("government-root.pem", "local-root.pem");
    assertThat(names("intermediates"))
        .containsExactlyInAnyOrder(
            "government-agencies.pem",
            "government-services.pem",
            "government-services-next.pem",
            "public-ca.pem");
  }

  private static java.util.List<String> names(String kind) throws Exception {
    try (var files = Files.list(folder.resolve("trust").resolve(kind))) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
