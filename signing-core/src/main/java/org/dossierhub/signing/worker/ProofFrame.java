package org.dossierhub.signing.worker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.dossierhub.signing.verification.Proof;

/** A {@link Proof} on its way from a worker: its kind, its label, its bytes. */
final class ProofFrame {

  private ProofFrame() {}

  static Frame of(Proof proof) {
    var out = new ByteArrayOutputStream(proof.bytes().length + 256);
    try (var data = new DataOutputStream(out)) {
      data.writeUTF(proof.kind().name());
      data.writeUTF(proof.label());
      data.write(proof.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory does not fail", e);
    }
    return new Frame(Frame.Kind.PROOF, out.toByteArray());
  }

  /** IOException, or IllegalArgumentException, when no proof was written there. */
  static Proof read(Frame frame) throws IOException {
    try (var data = new DataInputStream(new ByteArrayInputStream(frame.bytes()))) {
      return new Proof(Proof.Kind.valueOf(data.readUTF()), data.readUTF(), data.readAllBytes());
    }
  }
}
