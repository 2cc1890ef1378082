package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;

/** A citizen asks what a file is worth. */
@ApplicationScoped
public class VerifyUpload {

  /** The most that is read, in bytes. */
  public static final int AT_MOST = 200 * 1024 * 1024;

  public UploadVerdict verify(String fileName, byte[] document) throws UploadRefused {
    throw new UnsupportedOperationException("follows");
  }
}
