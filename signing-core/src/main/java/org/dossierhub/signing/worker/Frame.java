package org.dossierhub.signing.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * One message between parent and worker: a kind of one byte, a length of eight, the bytes. The
 * stream is that of a child process, so that both ends are of one build.
 */
record Frame(Kind kind, byte[] bytes) {

  /** What a message is about. */
  enum Kind {
    /** Parent to worker: whom to trust and by which rules, {@link WorkerConfiguration}. */
    CONFIGURATION,
    /** Parent to worker: a file will follow, {@link Task}. */
    TASK,
    /** Parent to worker: the bytes of the file, or of what its signature was made over. */
    BYTES,
    /** Parent to worker: what an authority answered. */
    ANSWER,
    /** Parent to worker: no authority answered. */
    NO_ANSWER,
    /** Worker to parent: it can do what it was told and is getting warm. */
    FIT,
    /** Worker to parent: waiting for a file. */
    READY,
    /** Worker to parent: it cannot work, the text says why. */
    UNFIT,
    /** Worker to parent: fetch the revocation list at this address. */
    FETCH_LIST,
    /** Worker to parent: ask the responder at this address; the request follows. */
    ASK_STATUS,
    /** Worker to parent: the request to an OCSP responder. */
    REQUEST,
    /** Worker to parent: something the verdict rests on, {@link ProofFrame}; before the report. */
    PROOF,
    /** Worker to parent: the report, in JSON; pictures follow, then the report once more. */
    VERDICT,
    /** Worker to parent: the report, in JSON. */
    REPORT,
    /** Worker to parent: the report, in JSON; the worker ends. */
    LAST_REPORT
  }

  /** What a worker may say at most: it has read a stranger's file, and is believed no more. */
  static final int LONGEST_SAID_BY_WORKER = 32 << 20;

  static Frame of(Kind kind, String text) {
    return new Frame(kind, text.getBytes(StandardCharsets.UTF_8));
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(kind.ordinal());
    out.writeLong(bytes.length);
    out.write(bytes);
    out.flush();
  }

  /** Sends what a stream holds without taking it into memory. */
  static void stream(InputStream in, long length, DataOutputStream out) throws IOException {
    out.writeByte(Kind.BYTES.ordinal());
    out.writeLong(length);
    var buffer = new byte[1 << 16];
    long left = length;
    while (left > 0) {
      int read;
      try {
        read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      } catch (IOException e) {
        throw new WorkerProcess.Unreadable(e);
      }
      if (read < 0) {
        throw new WorkerProcess.Unreadable(new IOException("The file became shorter"));
      }
      out.write(buffer, 0, read);
      left -= read;
    }
    out.flush();
  }

  /** EOFException when the other side has gone. */
  static Frame read(DataInputStream in, long longest) throws IOException {
    int kind = in.readUnsignedByte();
    long length = in.readLong();
    if (kind >= Kind.values().length || length < 0 || length > longest) {
      throw new IOException("Not a message: kind " + kind + ", " + length + " bytes");
    }
    var bytes = new byte[(int) length];
    in.readFully(bytes);
    return new Frame(Kind.values()[kind], bytes);
  }
}
