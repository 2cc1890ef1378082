package org.dossierhub.pki;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** Where the identities of one PKI are kept: in a folder, or in memory. */
interface Keeping {
  /** The day and the address this PKI was made for. */
  Issuing issuing();

  /** The declared identity of this name; made now if it may be made late. */
  Identity identity(String name);

  /** The certificate of the same, if it has been made. */
  Optional<X509Certificate> made(String name);
}
