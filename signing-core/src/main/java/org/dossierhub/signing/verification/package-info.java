/**
 * Says what a signed file is worth: verifies PAdES, XAdES, CAdES and ASiC against the product's own
 * policies and accounts for every byte after a signature. Read {@link
 * org.dossierhub.signing.verification.VerifyDocument} first.
 */
package org.dossierhub.signing.verification;
