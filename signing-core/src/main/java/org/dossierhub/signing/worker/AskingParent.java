package org.dossierhub.signing.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.verification.RevocationSource;

/** The revocation data of a worker: what was imported, and what the parent fetches. */
final class AskingParent implements RevocationSource {
  private static final int LONGEST_ANSWER = 16 << 20;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final List<byte[]> lists;

  AskingParent(DataInputStream in, DataOutputStream out, List<byte[]> lists) {
    this.in = in;
    this.out = out;
    this.lists = lists;
  }

  @Override
  public Optional<byte[]> ocsp(URI responder, byte[] request) {
    try {
      Frame.of(Frame.Kind.ASK_STATUS, responder.toString()).write(out);
      new Frame(Frame.Kind.REQUEST, request).write(out);
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException("The parent has gone", e);
    }
  }

  @Override
  public Optional<byte[]> crl(URI distributionPoint) {
    try {
      Frame.of(Frame.Kind.FETCH_LIST, distributionPoint.toString()).write(out);
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException("The parent has gone", e);
    }
  }

  private Optional<byte[]> answer() throws IOException {
    var frame = Frame.read(in, LONGEST_ANSWER);
    return switch (frame.kind()) {
      case ANSWER -> Optional.of(frame.bytes());
      case NO_ANSWER -> Optional.empty();
      default -> throw new IOException("Expected an answer, got " + frame.kind());
    };
  }

  @Override
  public Collection<byte[]> importedLists() {
    return lists;
  }
}
