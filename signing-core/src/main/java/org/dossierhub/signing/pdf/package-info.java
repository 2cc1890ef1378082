/**
 * Results as signed PDF files (PAdES, EN 319 142-1): {@link org.dossierhub.signing.pdf.ResultForm}
 * reserves the places and fills number and date, {@link org.dossierhub.signing.pdf.SignPdf} signs
 * and seals, {@link org.dossierhub.signing.pdf.ExtendPdf} adds proof of time and proofs for later.
 * Each step only appends; what was signed before stays byte for byte. Read {@link
 * org.dossierhub.signing.pdf.ResultForm} first.
 */
package org.dossierhub.signing.pdf;
