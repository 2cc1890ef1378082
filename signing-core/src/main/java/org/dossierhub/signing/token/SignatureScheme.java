package org.dossierhub.signing.token;

/** The one signature scheme used with each kind of key. */
final class SignatureScheme {
  private SignatureScheme() {}

  /** The JCA name; keys other than RSA and EC are not on the list of Thông tư 15/2025, 1.2. */
  static String of(String keyAlgorithm) {
    return switch (keyAlgorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC", "ECDSA" -> "SHA256withECDSA";
      default ->
          throw new IllegalArgumentException(
              "Keys of the kind " + keyAlgorithm + " are not used for signing");
    };
  }
}
