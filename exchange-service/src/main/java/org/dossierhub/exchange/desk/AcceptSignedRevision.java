package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import org.dossierhub.exchange.result.Result;

/** The signing agent hands back what was signed. */
@ApplicationScoped
public class AcceptSignedRevision {
  /** The largest upload, in bytes. */
  public static final int AT_MOST = 200 * 1024 * 1024;

  public Result accept(String token, byte[] signed) throws DeskRefused {
    throw new UnsupportedOperationException("follows");
  }
}
