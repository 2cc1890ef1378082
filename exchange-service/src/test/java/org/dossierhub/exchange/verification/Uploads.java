package org.dossierhub.exchange.verification;

import org.dossierhub.exchange.desk.TestDesk;

/** What verifies uploads at a test desk, for the tests of who asks. */
public final class Uploads {
  private Uploads() {}

  public static VerifyUpload at(TestDesk desk) {
    return new VerifyUpload(
        desk.verifyDocument, new PublicRegister(desk.results, desk.agencies), desk.payloads);
  }
}
