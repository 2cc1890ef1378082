/**
 * Whether a certificate leads to a trust anchor, by RFC 5280 alone: for administrators who set up
 * trust, and for comparison with the published test suites. Read {@link
 * org.dossierhub.signing.path.ValidatePath} first.
 */
package org.dossierhub.signing.path;
