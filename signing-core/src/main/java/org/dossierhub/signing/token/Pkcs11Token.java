package org.dossierhub.signing.token;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A key in a USB token, smart card or HSM, through its PKCS#11 module. A PIN is offered once and
 * never again by itself.
 */
public final class Pkcs11Token implements SigningToken {
  private Pkcs11Token() {}

  /** The tokens this module sees, in the order of its slots. */
  public static List<PresentToken> present(Path module) {
    throw new UnsupportedOperationException("comes with the next landing");
  }

  /**
   * Logs in to the token of this name and takes its signing key.
   *
   * @param pin not kept; wiping it is the caller's business
   * @throws WrongPin when the token refuses the PIN; it is not tried again
   * @throws TokenUnavailable when there is no such token or no signing key on it
   */
  public static Pkcs11Token open(Path module, String tokenLabel, char[] pin) throws WrongPin {
    throw new UnsupportedOperationException("comes with the next landing");
  }

  @Override
  public List<X509Certificate> chain() {
    throw new UnsupportedOperationException("comes with the next landing");
  }

  @Override
  public byte[] sign(byte[] toBeSigned) {
    throw new UnsupportedOperationException("comes with the next landing");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("comes with the next landing");
  }
}
