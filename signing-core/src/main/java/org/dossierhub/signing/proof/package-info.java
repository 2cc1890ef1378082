/**
 * Where long-term proofs come from: time-stamps, certificates, revocation answers. Read {@link
 * org.dossierhub.signing.proof.ProofSources}, by which {@code ExtendPdf} and {@code ExtendXml} are
 * supplied; it is for this library only, its types are those of DSS.
 */
package org.dossierhub.signing.proof;
